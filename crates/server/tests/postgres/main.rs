//! The private PostgreSQL, the schema and the process `luoshi` for real: started, killed, adopted, refused and stopped.

#![allow(clippy::expect_used, reason = "what a test cannot prepare, it cannot go on without")]

mod migrations;
mod private;
mod serve;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder of one test, which PostgreSQL's account can enter, gone when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("luoshi-test-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a temp folder");
        Self(path)
    }

    fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The process number in `postmaster.pid`, while there is a server.
fn postmaster(data_dir: &Path) -> Option<i32> {
    fs::read_to_string(data_dir.join("pg/postmaster.pid")).ok()?.lines().next()?.trim().parse().ok()
}
