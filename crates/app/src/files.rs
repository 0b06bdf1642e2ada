//! Bytes on disk, named by their SHA-256: written to a temporary file, synced, renamed, the folder synced.
//!
//! A file is never held in memory and never changed. Names given by people are data in the ledger, not paths.

use std::path::{Path, PathBuf};

use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::error::Error;

/// The folder of all stored files.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

/// A received file, not yet under its final name; dropping it removes it.
#[derive(Debug)]
pub struct Received {
    path: PathBuf,
    /// Lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    kept: bool,
}

impl Received {
    /// Where the bytes lie until they are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.kept {
            // Best effort: what stays behind is swept at the next start.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

struct Temporary {
    path: PathBuf,
    done: bool,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Store {
    /// Opens the store below `root`, making its folders and sweeping what broken uploads left.
    pub fn open(root: &Path) -> Result<Store, Error> {
        std::fs::create_dir_all(root.join("incoming"))?;
        std::fs::create_dir_all(root.join("content"))?;
        for entry in std::fs::read_dir(root.join("incoming"))? {
            std::fs::remove_file(entry?.path())?;
        }
        Ok(Store { root: root.to_owned() })
    }

    /// Streams bytes to disk, hashing on the way; refuses more than `limit` bytes.
    pub async fn receive<B, E>(
        &self,
        mut bytes: impl Stream<Item = Result<B, E>> + Unpin,
        limit: u64,
    ) -> Result<Received, Error>
    where
        B: AsRef<[u8]>,
        Error: From<E>,
    {
        let mut temporary =
            Temporary { path: self.root.join("incoming").join(Uuid::now_v7().to_string()), done: false };
        let mut file = fs::File::create_new(&temporary.path).await?;
        let mut hash = Sha256::new();
        let mut size = 0_u64;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            let chunk = chunk.as_ref();
            size += chunk.len() as u64;
            if size > limit {
                return Err(Error::TooLarge { limit });
            }
            hash.update(chunk);
            file.write_all(chunk).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        temporary.done = true;
        Ok(Received { path: temporary.path.clone(), sha256: hex::encode(hash.finalize()), size, kept: false })
    }

    /// Gives the file its final name and syncs the folder: after this the bytes survive a power cut.
    pub async fn keep(&self, mut received: Received) -> Result<(), Error> {
        let target = self.path(&received.sha256);
        let folder = target.parent().unwrap_or(&self.root).to_owned();
        fs::create_dir_all(&folder).await?;
        fs::rename(&received.path, &target).await?;
        received.kept = true;
        for folder in [folder.as_path(), &self.root.join("content")] {
            fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }

    /// Keeps bytes that are in memory already, e.g. a plan of a few hundred kilobytes.
    pub async fn keep_bytes(&self, bytes: &[u8]) -> Result<String, Error> {
        let stream = futures_util::stream::iter([Ok::<_, Error>(bytes)]);
        let received = self.receive(stream, bytes.len() as u64).await?;
        let sha256 = received.sha256.clone();
        self.keep(received).await?;
        Ok(sha256)
    }

    /// A name of its own for a file that is needed for a moment; what stays behind is swept at the next start.
    pub fn temporary(&self) -> PathBuf {
        self.root.join("incoming").join(Uuid::now_v7().to_string())
    }

    /// Deletes content that must not be kept; what is gone already is fine.
    pub async fn discard(&self, sha256: &str) -> Result<(), Error> {
        match fs::remove_file(self.path(sha256)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Where content with this hash lies.
    pub fn path(&self, sha256: &str) -> PathBuf {
        let folder = sha256.get(..2).unwrap_or("00");
        self.root.join("content").join(folder).join(sha256)
    }

    /// Opens content for reading.
    pub async fn open_content(&self, sha256: &str) -> Result<fs::File, Error> {
        Ok(fs::File::open(self.path(sha256)).await?)
    }
}
