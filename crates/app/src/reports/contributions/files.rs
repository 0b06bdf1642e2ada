//! Files that come with a part: uploading, taking out, downloading, and their content as evidence of the lead's report.

use luoshi_domain::contributions::ContributionState;
use luoshi_domain::evidence::Publicity;
use luoshi_domain::policy::Action;
use serde::Deserialize;
use serde_json::json;
use tokio::fs::File;
use uuid::Uuid;

use super::queries;
use super::stored::{self, ContributionFacts};
use super::views::Contribution;
use crate::app::Ctx;
use crate::error::Error;
use crate::evidence::attaching::Incoming;
use crate::evidence::holding;
use crate::reports::stored::ReportFacts;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Refuses an upload before its bytes are read: unseen, not allowed, or no longer in the writer's hands.
pub async fn may_upload(ctx: &Ctx, id: Uuid) -> Result<(), Error> {
    let part = stored::find(ctx, &ctx.app.db, id).await?;
    let Err(refusal) = check_open(ctx, &part) else { return Ok(()) };
    let mut ctx = ctx.clone();
    // Nothing is answered for the key of the request: its body has not been read.
    ctx.request.key = None;
    let attempt = Attempt::on("contribution.upload", "contribution", id);
    ctx.write(attempt, async move |_| Err::<Reply<()>, Error>(refusal)).await.map(|_| ())
}

fn check_open(ctx: &Ctx, part: &ContributionFacts) -> Result<(), Error> {
    ctx.allow(Action::ContributionWrite, &part.owner())?;
    Ok(part.check_editable()?)
}

/// Attaches a received and inspected file to a part in its writer's hands. What shows a mark of secrecy is not kept: the
/// lead, who answers for the report, uploads it and has it checked (domain.md 6.4).
pub async fn upload(ctx: &Ctx, id: Uuid, incoming: Incoming) -> Result<Written<Contribution>, Error> {
    if let Some(found) = holding::look(ctx, &incoming).await? {
        return Err(Error::FileRefused(found.advice()));
    }
    ctx.write(Attempt::on("contribution.upload", "contribution", id), async |tx| {
        let part = stored::lock(ctx, &**tx, id).await?;
        check_open(ctx, &part)?;
        if incoming.facts.milestone_id.is_some() {
            let words = "里程碑由牵头单位申报，这里请去掉这一项";
            return Err(Error::field("/milestone_id", "not_applicable", words));
        }
        refuse_same_content(tx, id, &incoming.received.sha256).await?;
        let detail = json!({ "file_name": incoming.facts.file_name, "sent_name": incoming.facts.sent_name,
            "sha256": incoming.received.sha256, "size": incoming.received.size });
        insert(ctx, tx, id, incoming).await?;
        touch(ctx, tx, id).await?;
        record(tx, "contribution.upload", &part, detail).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::created(view, version, format!("/api/v1/contributions/{id}")))
    })
    .await
}

async fn refuse_same_content(tx: &Tx<'_>, part: Uuid, sha256: &str) -> Result<(), Error> {
    let same = "select to_jsonb(id) as view from contribution_file
        where contribution_id = $1 and sha256 = $2 and removed_at is null limit 1";
    let same: Option<Uuid> = sql::row(&**tx, statement(same, [part.into(), sha256.into()])).await?;
    if same.is_some() { Err(Error::Duplicate { field: "/file" }) } else { Ok(()) }
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, part: Uuid, incoming: Incoming) -> Result<(), Error> {
    let Incoming { facts, received, file_type } = incoming;
    let row = json!({
        "id": Uuid::now_v7(), "contribution_id": part, "file_name": facts.file_name, "title": facts.title,
        "kind": facts.kind, "issuing_body": facts.issuing_body, "document_no": facts.document_no,
        "document_date": facts.document_date, "proves": facts.proves, "publicity": facts.publicity,
        "is_internal": facts.is_internal, "media_type": file_type.media_type, "size": received.size,
        "sha256": received.sha256, "uploaded_by": ctx.actor.account, "uploaded_at": ctx.now, "version": 1,
    });
    ctx.app.files.keep(received).await?;
    let insert = "insert into contribution_file select * from jsonb_populate_record(null::contribution_file, $1)";
    sql::execute(&**tx, statement(insert, [row.into()])).await?;
    Ok(())
}

/// The part is in the writing, and whoever looked at it before sees that it changed.
async fn touch(ctx: &Ctx, tx: &Tx<'_>, part: Uuid) -> Result<(), Error> {
    let touched = "update contribution set state = 'DRAFT', updated_at = $2, version = version + 1 where id = $1";
    sql::execute(&**tx, statement(touched, [part.into(), ctx.now.into()])).await?;
    Ok(())
}

async fn record(
    tx: &Tx<'_>,
    action: &'static str,
    part: &ContributionFacts,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let label = part.label();
    tx.record(Event { action, object_type: "contribution", object_id: Some(part.id), label: &label, detail }).await
}

/// Takes a file out of a part in its writer's hands; its row and its bytes stay.
pub async fn remove(ctx: &Ctx, file: Uuid) -> Result<Written<Contribution>, Error> {
    ctx.write(Attempt::on("contribution.remove_file", "contribution", file), async |tx| {
        let part = stored::lock(ctx, &**tx, part_of(ctx, tx, file).await?).await?;
        check_open(ctx, &part)?;
        let removed = "update contribution_file set removed_at = $2, version = version + 1
            where id = $1 and removed_at is null";
        if sql::execute(&**tx, statement(removed, [file.into(), ctx.now.into()])).await? == 0 {
            return Err(Error::NotFound);
        }
        touch(ctx, tx, part.id).await?;
        record(tx, "contribution.remove_file", &part, json!({ "file": file })).await?;
        let view = queries::view(ctx, &**tx, part.id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

async fn part_of(ctx: &Ctx, db: &Tx<'_>, file: Uuid) -> Result<Uuid, Error> {
    ctx.require(Action::ContributionWrite)?;
    let part = "select to_jsonb(contribution_id) as view from contribution_file where id = $1";
    sql::row(&**db, statement(part, [file.into()])).await?.ok_or(Error::NotFound)
}

/// What a download asks about a file.
#[derive(Clone, Debug, Deserialize)]
pub struct Stored {
    contribution_id: Uuid,
    /// Name as shown.
    pub file_name: String,
    /// Type decided by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    sha256: String,
    publicity: Publicity,
    is_internal: bool,
}

/// The content, opened for reading, for whoever reads the words it came with; what is not public leaves a trace.
pub async fn content(ctx: &Ctx, id: Uuid) -> Result<(Stored, File), Error> {
    ctx.require(Action::ContributionRead)?;
    let stored = "select to_jsonb(f) as view from contribution_file f where id = $1";
    let stored: Stored = sql::row(&ctx.app.db, statement(stored, [id.into()])).await?.ok_or(Error::NotFound)?;
    let part = stored::find(ctx, &ctx.app.db, stored.contribution_id).await?;
    if part.state != ContributionState::Submitted && part.organisation_id != ctx.actor.organisation {
        return Err(Error::NotFound);
    }
    let file = ctx.app.files.open_content(&stored.sha256).await?;
    if stored.is_internal || stored.publicity == Publicity::NotPublic {
        let mut ctx = ctx.clone();
        // Each download counts: a kept answer must not stand for a second one.
        ctx.request.key = None;
        ctx.write(Attempt::on("contribution.download", "contribution", part.id), async |tx| {
            let detail = json!({ "file": id, "file_name": stored.file_name, "sha256": stored.sha256 });
            record(tx, "contribution.download", &part, detail).await?;
            Ok(Reply::done(()))
        })
        .await?;
    }
    Ok((stored, file))
}

/// The files of a part as evidence of the report, in the name of who uploaded them; content that is there already stays one.
pub async fn copy(tx: &Tx<'_>, report: &ReportFacts, part: Uuid) -> Result<u64, Error> {
    let copied = "insert into evidence (id, file_id, task_id, report_id, file_name, title, kind, issuing_body, document_no,
            document_date, proves, publicity, is_internal, media_type, size, sha256, state, uploaded_by, uploaded_at)
        select f.new_id, f.new_id, $2, $3, f.file_name, f.title, f.kind, f.issuing_body, f.document_no, f.document_date,
            f.proves, f.publicity, f.is_internal, f.media_type, f.size, f.sha256, 'UPLOADED', f.uploaded_by, f.uploaded_at
        from (
            select gen_random_uuid() as new_id, each.*
            from contribution_file each
            where each.contribution_id = $1 and each.removed_at is null
            offset 0) f
        where not exists (
            select 1 from evidence e
            where e.report_id = $3 and e.sha256 = f.sha256 and e.state <> 'VOID')";
    sql::execute(&**tx, statement(copied, [part.into(), report.task_id.into(), report.id.into()])).await
}
