//! All evidence of a task, a milestone or a period in one zip, with an index of it (domain.md 2.8).
//!
//! The archive holds what the caller may read and what still proves something. It is written to a file that has no name
//! any more when it is sent, so nothing is left behind, and it is recorded who took what.

mod index;

use std::fs::OpenOptions;
use std::io;
use std::path::PathBuf;

use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::fs::File;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::queries::{FROM, IN_FORCE, rows_sql};
use super::views::Evidence;
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::visible::visible_to;
use crate::sql::{self, Filter};
use crate::tx::{Attempt, Event, Reply};

/// Most pieces in one archive.
const MOST_FILES: i64 = 1_000;
/// Most bytes in one archive.
const MOST_BYTES: i64 = 500 * 1024 * 1024;
const MEGABYTE: i64 = 1024 * 1024;

/// What to pack: a task, a milestone or a period; a period can be narrowed to one lead organisation.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveFilter {
    /// The task.
    pub task_id: Option<Uuid>,
    /// The milestone.
    pub milestone_id: Option<Uuid>,
    /// The period.
    pub cycle_id: Option<Uuid>,
    /// Lead organisation of the tasks, with a period.
    pub org: Option<Uuid>,
}

/// How much an archive would hold, told before it is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ArchiveContents {
    /// Pieces of evidence.
    pub files: i64,
    /// Bytes of them.
    pub bytes: i64,
    /// Of these, internal pieces.
    pub internal: i64,
    /// Most pieces in one archive.
    #[serde(default)]
    #[schema(required = true)]
    pub most_files: i64,
    /// Most bytes in one archive.
    #[serde(default)]
    #[schema(required = true)]
    pub most_bytes: i64,
    /// Why it cannot be packed; null when it can.
    #[serde(default)]
    #[schema(required = true)]
    pub refused: Option<crate::actions::Refused>,
}

/// An archive ready to be sent.
#[derive(Debug)]
pub struct Archive {
    /// What it is saved as.
    pub file_name: String,
    /// Its bytes; the file is gone from its folder already.
    pub file: File,
    /// How many.
    pub size: u64,
}

impl ArchiveFilter {
    fn conditions(&self, ctx: &Ctx) -> Result<Filter, Error> {
        let chosen = [self.task_id, self.milestone_id, self.cycle_id].into_iter().flatten().count();
        if chosen != 1 {
            return Err(Error::field("", "choose_one", "请选择一项任务、一个里程碑或一个报告期"));
        }
        if self.org.is_some() && self.cycle_id.is_none() {
            return Err(Error::field("/org", "not_applicable", "按单位打包须先选择报告期"));
        }
        let mut filter = Filter::new();
        visible_to(ctx, &mut filter);
        filter.and_plain(IN_FORCE);
        filter.and_some("e.task_id = {}", self.task_id);
        filter.and_some("e.milestone_id = {}", self.milestone_id);
        filter.and_some("r.cycle_id = {}", self.cycle_id);
        filter.and_some("t.lead_org_id = {}", self.org);
        Ok(filter)
    }
}

/// How much there is to pack, and whether it can be.
pub async fn contents(ctx: &Ctx, wanted: &ArchiveFilter) -> Result<ArchiveContents, Error> {
    ctx.require(Action::ReportRead)?;
    let filter = wanted.conditions(ctx)?;
    let sql = format!(
        "select jsonb_build_object('files', count(*), 'bytes', coalesce(sum(e.size), 0),
            'internal', count(*) filter (where e.is_internal)) as view
        from {FROM} where /*where*/"
    );
    let counted: Option<ArchiveContents> = sql::row(&ctx.app.db, filter.apply(&sql)).await?;
    let mut contents = counted.ok_or_else(|| Error::Internal("a count without a row".into()))?;
    contents.most_files = MOST_FILES;
    contents.most_bytes = MOST_BYTES;
    contents.refused = check(contents.files, contents.bytes)
        .err()
        .map(|rule| crate::actions::Refused { code: rule.code().to_owned(), detail: rule.to_string() });
    Ok(contents)
}

fn check(files: i64, bytes: i64) -> Result<(), RuleError> {
    if files == 0 {
        return Err(RuleError::ArchiveEmpty);
    }
    if files <= MOST_FILES && bytes <= MOST_BYTES {
        return Ok(());
    }
    Err(RuleError::ArchiveTooLarge {
        files,
        megabytes: (bytes + MEGABYTE - 1) / MEGABYTE,
        most_files: MOST_FILES,
        most_megabytes: MOST_BYTES / MEGABYTE,
    })
}

/// Packs what there is, records who took it, and hands the archive out.
pub async fn pack(ctx: &Ctx, wanted: &ArchiveFilter) -> Result<Archive, Error> {
    let contents = contents(ctx, wanted).await?;
    check(contents.files, contents.bytes)?;
    let mut filter = wanted.conditions(ctx)?;
    let sql = format!("{}order by t.code, e.milestone_id, e.id limit {}", rows_sql(ctx, &mut filter), MOST_FILES);
    let proofs: Vec<Evidence> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let Some(first) = proofs.first() else { return Err(RuleError::ArchiveEmpty.into()) };
    let by_task = wanted.cycle_id.is_some();
    let subject = match (wanted.milestone_id, by_task) {
        (Some(_), _) => first.place.milestone.clone().unwrap_or_default(),
        (None, true) => first.place.cycle_name.clone(),
        (None, false) => format!("{} {}", first.place.task.code, first.place.task.title),
    };
    record(ctx, wanted, &subject, &proofs).await?;
    let file_name = index::safe_name(&format!("佐证 {subject} {}", ctx.today()), 80) + ".zip";
    let (path, store) = (ctx.app.files.temporary(), ctx.app.files.clone());
    let lines = index::lines(&proofs, by_task);
    let sources: Vec<(String, PathBuf)> =
        proofs.iter().zip(&lines).map(|(proof, line)| (line.path.clone(), store.path(&proof.sha256))).collect();
    let packed = tokio::task::spawn_blocking(move || write(&path, &index::csv(&lines), &sources))
        .await
        .map_err(|error| Error::Internal(format!("packing stopped: {error}")))??;
    let size = packed.metadata()?.len();
    Ok(Archive { file_name, file: File::from_std(packed), size })
}

/// Writes the archive; its file loses its name before anything is written, so that no fault can leave it behind.
fn write(path: &PathBuf, index: &str, sources: &[(String, PathBuf)]) -> Result<std::fs::File, Error> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
    std::fs::remove_file(path)?;
    let unwritten = |error: zip::result::ZipError| Error::Internal(format!("archive: {error}"));
    // Office files, pictures and PDF are packed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(io::BufWriter::new(file));
    writer.start_file("目录.csv", options).map_err(unwritten)?;
    io::Write::write_all(&mut writer, index.as_bytes())?;
    for (name, source) in sources {
        writer.start_file(name.as_str(), options).map_err(unwritten)?;
        io::copy(&mut std::fs::File::open(source)?, &mut writer)?;
    }
    let written = writer.finish().map_err(unwritten)?;
    let mut file = written.into_inner().map_err(|error| Error::from(error.into_error()))?;
    io::Seek::rewind(&mut file)?;
    Ok(file)
}

/// Each archive counts: a kept answer must not stand for a second one.
async fn record(ctx: &Ctx, wanted: &ArchiveFilter, subject: &str, proofs: &[Evidence]) -> Result<(), Error> {
    let mut ctx = ctx.clone();
    ctx.request.key = None;
    let ids: Vec<Uuid> = proofs.iter().map(|proof| proof.id).collect();
    let detail = json!({
        "task": wanted.task_id, "milestone": wanted.milestone_id, "cycle": wanted.cycle_id, "organisation": wanted.org,
        "files": ids, "internal": proofs.iter().filter(|proof| proof.is_internal).count(),
    });
    ctx.write(Attempt::new("evidence.archive", "evidence"), async |tx| {
        tx.record(Event {
            action: "evidence.archive",
            object_type: "evidence",
            object_id: None,
            label: subject,
            detail,
        })
        .await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}
