//! Small multipart forms: text fields and one file of a few megabytes, for documents that are parsed in memory.
//!
//! Evidence, which may be large, is streamed to disk instead.

use std::fmt::Write;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::error::BlockingError;
use futures_util::StreamExt;
use luoshi_app::error::Error;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

/// A client that sends nothing for this long is gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest text field in bytes.
const TEXT_LIMIT: usize = 1024 * 1024;

/// What a form held.
#[derive(Debug, Default)]
pub struct Form {
    texts: Vec<(String, String)>,
    /// Name and bytes of the field `file`.
    pub file: Option<(String, Vec<u8>)>,
}

impl Form {
    /// The text of a field, absent when blank.
    pub fn text(&self, name: &str) -> Option<&str> {
        let (_, text) = self.texts.iter().find(|(field, _)| field == name)?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// Everything in the form, condensed: what an idempotency key is bound to.
    pub fn bytes(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for (name, text) in &self.texts {
            hash.update(format!("{name}\0{text}\0"));
        }
        if let Some((name, bytes)) = &self.file {
            hash.update(format!("{name}\0"));
            hash.update(bytes);
        }
        hash.finalize().to_vec()
    }
}

/// Reads a whole form; a file over `limit` bytes is refused while it arrives.
pub async fn read(mut payload: Multipart, limit: usize) -> Result<Form, Error> {
    let mut form = Form::default();
    while let Some(field) = patient(payload.next()).await? {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field.content_disposition().and_then(|d| d.get_filename()).unwrap_or("document").to_owned();
            form.file = Some((file_name, collect(&mut field, limit).await?));
        } else {
            let bytes = collect(&mut field, TEXT_LIMIT).await?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Error::field(&format!("/{name}"), "not_utf8", "文字须为 UTF-8 编码"))?;
            form.texts.push((name, text));
        }
    }
    Ok(form)
}

async fn collect(field: &mut Field, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = patient(field.next()).await? {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit: limit as u64 });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn patient<T>(next: impl Future<Output = T>) -> Result<T, Error> {
    timeout(PATIENCE, next)
        .await
        .map_err(|_late| Error::field("/file", "too_slow", "超过 30 秒没有收到数据，请重新上传"))
}

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::field("/file", "incomplete", format!("没有传完，请重新上传（{error}）"))
}

/// A blocking step was torn down with the server.
pub fn interrupted(_: BlockingError) -> Error {
    Error::Internal("a blocking step was torn down".into())
}

/// `Content-Disposition` that saves under this name (RFC 6266, RFC 5987).
pub fn attachment(file_name: &str) -> String {
    let plain: String = file_name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_chinese_name_is_kept_and_quotes_do_no_harm() {
        assert_eq!(
            attachment("方案\".txt"),
            "attachment; filename=\"___.txt\"; filename*=UTF-8''%E6%96%B9%E6%A1%88%22.txt"
        );
    }
}
