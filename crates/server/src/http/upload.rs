//! Evidence on its way in and out: streamed to disk with a turn, patience and a least rate, and streamed back as an
//! attachment. The bytes are never in memory as a whole (trust.md T10, T11, T22).

use std::future::Future;
use std::io;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::{Stream, StreamExt, stream};
use luoshi_app::app::Ctx;
use luoshi_app::error::Error;
use luoshi_app::evidence::commands::Incoming;
use luoshi_app::evidence::form::EvidenceForm;
use luoshi_app::evidence::inspect::inspect;
use luoshi_app::evidence::views::Evidence;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, timeout};

use super::{Door, extract, form};

/// A client that sends nothing for this long is gone; also how long one waits for a turn.
const PATIENCE: Duration = Duration::from_secs(30);
/// After the first half minute, less than this many bytes a second on average holds up a turn for nothing.
const LEAST_RATE: u64 = 4 * 1024;
/// Largest text field in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// What the text fields and the borders of the form may add to the file.
const FORM_ALLOWANCE: u64 = 1024 * 1024;
/// Bytes read from disk at a time.
const CHUNK: usize = 64 * 1024;

/// Receives a form whose last field is one file: checked, inspected, on disk under a temporary name.
///
/// The idempotency key is bound to the text fields and the hash of the file, which only now are known.
pub async fn receive(door: &Door, ctx: &mut Ctx, request: &HttpRequest, form: Multipart) -> Result<Incoming, Error> {
    let limit = door.app.settings.evidence_limit;
    refuse_declared(request, limit)?;
    let turn = timeout(PATIENCE, door.uploads.acquire()).await;
    let Ok(Ok(_turn)) = turn else { return Err(Error::Unavailable { retry_after: 10 }) };
    let mut form = form;
    let (texts, file) = read_texts(&mut form).await?;
    let raw_name = sent_name(&file);
    let facts = texts.checked(&raw_name)?;
    let received = door.app.files.receive(Box::pin(paced(file)), limit).await?;
    if next_field(&mut form).await?.is_some() {
        return Err(Error::field("/file", "not_last", "文件须是表单的最后一项，且只有一个"));
    }
    let file_type = inspect(received.path().to_owned(), facts.file_name.clone()).await?;
    let bound = format!("{}\0{raw_name}\0{}", texts.fingerprint(), received.sha256);
    ctx.request.key = extract::key(request, bound.as_bytes())?;
    Ok(Incoming { facts, received, file_type })
}

/// A body that announces more than the limit is refused before it is read.
fn refuse_declared(request: &HttpRequest, limit: u64) -> Result<(), Error> {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit + FORM_ALLOWANCE) {
        return Err(Error::TooLarge { limit });
    }
    Ok(())
}

async fn read_texts(form: &mut Multipart) -> Result<(EvidenceForm, Field), Error> {
    let mut texts = EvidenceForm::default();
    while let Some(mut field) = next_field(form).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            return Ok((texts, field));
        }
        let mut bytes = BytesMut::new();
        while let Some(chunk) = patient(field.next()).await? {
            bytes.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
            if bytes.len() > TEXT_LIMIT {
                return Err(Error::field(&format!("/{name}"), "too_long", "这一项过长，请精简"));
            }
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|error| {
            Error::field(&format!("/{name}"), "not_utf8", format!("文字须为 UTF-8 编码（{error}）"))
        })?;
        texts.put(&name, text)?;
    }
    Err(Error::field("/file", "required", "请选择文件"))
}

/// The plain `filename` as browsers send it, else the encoded `filename*`.
fn sent_name(file: &Field) -> String {
    let Some(disposition) = file.content_disposition() else { return String::new() };
    let encoded = || disposition.get_filename_ext().map(|name| String::from_utf8_lossy(&name.value).into_owned());
    disposition.get_filename().map(str::to_owned).or_else(encoded).unwrap_or_default()
}

async fn next_field(form: &mut Multipart) -> Result<Option<Field>, Error> {
    patient(form.next()).await?.transpose().map_err(|error| broken(&error))
}

/// The chunks of the file, as long as they keep coming and on average fast enough.
fn paced(file: Field) -> impl Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold((file, Instant::now(), 0_u64), async |(mut file, begun, so_far)| {
        let Some(chunk) = patient(file.next()).await? else { return Ok(None) };
        let chunk = chunk.map_err(|error| broken(&error))?;
        let so_far = so_far + chunk.len() as u64;
        if begun.elapsed() > PATIENCE && so_far / LEAST_RATE < begun.elapsed().as_secs() {
            return Err(too_slow());
        }
        Ok(Some((chunk, (file, begun, so_far))))
    })
}

async fn patient<T>(next: impl Future<Output = T>) -> Result<T, Error> {
    timeout(PATIENCE, next).await.map_err(|_late| too_slow())
}

fn too_slow() -> Error {
    Error::field("/file", "too_slow", "网络太慢，文件没有传完，请稍后重新上传")
}

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::field("/file", "incomplete", format!("文件没有传完，请重新上传（{error}）"))
}

/// The answer that saves the content under its name and never shows it in the browser.
pub fn attachment(proof: &Evidence, file: File) -> HttpResponse {
    let size = u64::try_from(proof.size).unwrap_or_default();
    safe(&proof.media_type, &proof.file_name).body(SizedStream::new(size, chunks(file)))
}

/// The beginning of an answer that a browser saves and never shows.
pub fn safe(media_type: &str, file_name: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, form::attachment(file_name)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        // The content is compressed already, and its length is worth more than a few bytes.
        .insert_header((CONTENT_ENCODING, "identity"));
    answer
}

/// A file in pieces, never in memory as a whole.
pub fn chunks(file: File) -> impl Stream<Item = io::Result<Bytes>> + use<> {
    Box::pin(stream::try_unfold(file, async |mut file| {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        let read = file.read_buf(&mut chunk).await?;
        Ok((read > 0).then(|| (chunk.freeze(), file)))
    }))
}
