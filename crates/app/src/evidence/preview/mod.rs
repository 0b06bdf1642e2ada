//! Looking into evidence without saving it (trust.md T10, T13): what a page may show of a file, and nothing that runs.
//!
//! Pictures and PDF are shown by the browser from bytes of their own; of docx and xlsx the words are read here, within firm
//! bounds, in a thread that nobody waits for longer than [`PATIENCE`]. What cannot be shown says why and is downloaded
//! instead: a preview never stands in anybody's way.

mod office;
mod pdf;

use std::time::Duration;

use chrono::{DateTime, Utc};
use luoshi_domain::evidence::Publicity;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::fs::File;
use tokio::sync::Semaphore;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::views::Evidence;
use crate::app::Ctx;
use crate::error::Error;
use crate::tx::{Attempt, Event, Reply};

/// Longest wait for the words of a file.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest file that is read for its words.
const LARGEST: i64 = 20 * 1024 * 1024;
/// Files read for their words at the same time; more wait their turn.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What a page shows of a file.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    /// How it is shown.
    pub kind: PreviewKind,
    /// Words of a document, a line for each paragraph or row of a table.
    pub text: Option<String>,
    /// Sheets of a workbook.
    pub sheets: Vec<Sheet>,
    /// Whether there is more in the file than is shown.
    pub cut: bool,
    /// Why nothing, or not all, can be shown.
    pub gap: Option<PreviewGap>,
    /// What stands across the preview of an internal file.
    pub watermark: Option<Watermark>,
}

/// How a preview is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PreviewKind {
    /// A picture, from the content of the preview.
    Image,
    /// A PDF in the viewer of the browser, from the content of the preview.
    Pdf,
    /// Words.
    Text,
    /// Tables.
    Table,
    /// Not at all: `gap` says why.
    None,
}

/// Why a preview lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PreviewGap {
    /// Files of this type are downloaded.
    TypeNotShown,
    /// Larger than is read for a preview, packed or unpacked.
    TooLarge,
    /// It could not be read to the end.
    Unreadable,
    /// Reading it took too long.
    TookTooLong,
    /// 无文本层: pictures of pages, or nothing at all.
    NoText,
}

/// A sheet of a workbook from its top left corner on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows of cells as they are shown; short rows end early.
    pub rows: Vec<Vec<String>>,
}

/// Who looked when, across an internal file (domain.md 6.4).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Watermark {
    /// Name of the person.
    pub name: String,
    /// Short name of their organisation.
    pub organisation: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Words {
    text: Option<String>,
    sheets: Vec<Sheet>,
    cut: bool,
    gap: Option<PreviewGap>,
}

impl Words {
    fn missing(gap: PreviewGap) -> Words {
        Words { gap: Some(gap), ..Words::default() }
    }
}

/// What the page shows of a piece of evidence. Looking at what is internal or not public leaves a trace, as taking it does.
pub async fn preview(ctx: &Ctx, id: Uuid) -> Result<Preview, Error> {
    let proof = queries::get(ctx, id).await?;
    let kind = kind_of(&proof.media_type);
    let words = if kind == PreviewKind::Image { Words::default() } else { read(ctx, &proof, kind).await };
    if matches!(kind, PreviewKind::Text | PreviewKind::Table) {
        trace(ctx, &proof).await?;
    }
    let shown = match kind {
        PreviewKind::Text | PreviewKind::Table if words.gap.is_some() => PreviewKind::None,
        kind => kind,
    };
    let watermark = proof.is_internal.then(|| Watermark {
        name: ctx.name.clone(),
        organisation: ctx.organisation.clone(),
        at: ctx.now,
    });
    Ok(Preview { kind: shown, text: words.text, sheets: words.sheets, cut: words.cut, gap: words.gap, watermark })
}

/// The bytes of a picture or PDF for its preview; other types have none.
pub async fn content(ctx: &Ctx, id: Uuid) -> Result<(Evidence, File), Error> {
    let proof = queries::get(ctx, id).await?;
    if !matches!(kind_of(&proof.media_type), PreviewKind::Image | PreviewKind::Pdf) {
        return Err(Error::NotFound);
    }
    let file = ctx.app.files.open_content(&proof.sha256).await?;
    trace(ctx, &proof).await?;
    Ok((proof, file))
}

fn kind_of(media_type: &str) -> PreviewKind {
    match media_type {
        "image/jpeg" | "image/png" => PreviewKind::Image,
        "application/pdf" => PreviewKind::Pdf,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => PreviewKind::Text,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => PreviewKind::Table,
        _ => PreviewKind::None,
    }
}

/// The words of a file, or why there are none. Whatever goes wrong on the way is an answer, not a fault.
async fn read(ctx: &Ctx, proof: &Evidence, kind: PreviewKind) -> Words {
    if kind == PreviewKind::None {
        return Words::missing(PreviewGap::TypeNotShown);
    }
    if proof.size > LARGEST {
        return if kind == PreviewKind::Pdf { Words::default() } else { Words::missing(PreviewGap::TooLarge) };
    }
    let path = ctx.app.files.path(&proof.sha256);
    let reading = async {
        let _turn = TURNS.acquire().await;
        let read = tokio::task::spawn_blocking(move || match kind {
            PreviewKind::Text => office::document(&path),
            PreviewKind::Table => office::workbook(&path),
            _ => pdf::text_layer(&path),
        });
        // A panic of a library ends its thread only.
        read.await.unwrap_or_else(|stopped| {
            tracing::warn!(error = %stopped, "evidence.preview_stopped");
            Words::missing(PreviewGap::Unreadable)
        })
    };
    let read = tokio::time::timeout(PATIENCE, reading).await;
    match read {
        Ok(words) => words,
        Err(_late) if kind == PreviewKind::Pdf => Words::default(),
        Err(_late) => Words::missing(PreviewGap::TookTooLong),
    }
}

async fn trace(ctx: &Ctx, proof: &Evidence) -> Result<(), Error> {
    if !proof.is_internal && proof.publicity != Publicity::NotPublic {
        return Ok(());
    }
    let mut ctx = ctx.clone();
    // Each look counts: a kept answer must not stand for a second one.
    ctx.request.key = None;
    ctx.write(Attempt::on("evidence.preview", "evidence", proof.id), async |tx| {
        let detail = json!({ "file_name": proof.file_name, "sha256": proof.sha256, "report": proof.report_id });
        tx.record(Event {
            action: "evidence.preview",
            object_type: "evidence",
            object_id: Some(proof.id),
            label: &proof.title,
            detail,
        })
        .await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}
