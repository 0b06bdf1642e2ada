//! Attaching evidence to a report in the writer's hands: a new upload, the replacement of a file, the reuse of another.

use luoshi_domain::evidence::{EvidenceKind, EvidenceState, FileType};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::{LONG_TEXT, SHORT_TEXT, label, lock, record};
use super::form::NewEvidence;
use super::views::Evidence;
use super::{actions, entity, holding, queries};
use crate::app::{Ctx, IfMatch};
use crate::error::Error;
use crate::fields::Fields;
use crate::files::Received;
use crate::reports::stored::{self, ReportFacts};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Reply, Tx, Written};

/// A file that has arrived and was looked at, on its way into the ledger.
#[derive(Debug)]
pub struct Incoming {
    /// What people say about it.
    pub facts: NewEvidence,
    /// The bytes under their temporary name.
    pub received: Received,
    /// What the content says it is.
    pub file_type: FileType,
}

/// Use of a file that is evidence elsewhere already; what is not said is taken over from there.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceReuse {
    /// The piece of evidence whose file is used.
    pub evidence_id: Uuid,
    /// The milestone it proves here; none for the report as a whole.
    pub milestone_id: Option<Uuid>,
    /// Letter code of its kind here.
    pub kind: Option<EvidenceKind>,
    /// The page or cell that counts here.
    pub page: Option<String>,
    /// Which sentence proves it here.
    pub proves: Option<String>,
}

/// Refuses an upload before its bytes are read: unseen, not allowed, or no longer in the writer's hands.
pub async fn may_upload(ctx: &Ctx, report: Uuid) -> Result<(), Error> {
    let report = stored::find(ctx, &ctx.app.db, report).await?;
    let Err(refusal) = check_open(ctx, &report) else { return Ok(()) };
    refuse(ctx, "evidence.upload", refusal).await
}

/// The same for the replacement of a file.
pub async fn may_replace(ctx: &Ctx, id: Uuid) -> Result<(), Error> {
    let proof = queries::view(ctx, &ctx.app.db, id).await?;
    let Err(refusal) = check_replaceable(ctx, &proof) else { return Ok(()) };
    refuse(ctx, "evidence.replace", refusal).await
}

async fn refuse(ctx: &Ctx, action: &'static str, refusal: Error) -> Result<(), Error> {
    let mut ctx = ctx.clone();
    // Nothing is answered for the key of the request: its body has not been read.
    ctx.request.key = None;
    ctx.write(Attempt::new(action, "evidence"), async move |_| Err::<Reply<()>, Error>(refusal)).await.map(|_| ())
}

fn check_open(ctx: &Ctx, report: &ReportFacts) -> Result<(), Error> {
    ctx.allow(Action::ReportWrite, &report.target())?;
    if report.is_open() { Ok(()) } else { Err(RuleError::NotEditable.into()) }
}

fn check_replaceable(ctx: &Ctx, proof: &Evidence) -> Result<(), Error> {
    ctx.allow(Action::ReportWrite, &proof.target())?;
    Ok(actions::guard_edit(proof)?)
}

/// Attaches a received and inspected file: final name, folder synced, then the row commits (trust.md T21). A file that
/// shows a mark of secrecy is held for a check instead, and the answer says so.
pub async fn upload(ctx: &Ctx, report: Uuid, incoming: Incoming) -> Result<Written<Evidence>, Error> {
    if let Some(found) = holding::look(ctx, &incoming).await? {
        holding::hold(ctx, (report, None), incoming, &found).await?;
        return Err(found.refusal().into());
    }
    let Incoming { facts, received, file_type } = incoming;
    ctx.write(Attempt::new("evidence.upload", "evidence"), async |tx| {
        let report = stored::lock(ctx, &**tx, report).await?;
        check_open(ctx, &report)?;
        check_milestone(tx, &report, facts.milestone_id).await?;
        refuse_same_content(tx, &report, facts.milestone_id, &received.sha256, None).await?;
        let sent_name = facts.sent_name.clone();
        let row = new_row(ctx, &report, facts, (&received, file_type));
        ctx.app.files.keep(received).await?;
        let detail = json!({ "sent_name": sent_name });
        insert(ctx, tx, &report, row, ("evidence.upload", detail)).await
    })
    .await
}

/// Puts a new file in the place of an old one, which stays readable as replaced (domain.md 2.4).
pub async fn replace(ctx: &Ctx, id: Uuid, incoming: Incoming) -> Result<Written<Evidence>, Error> {
    if let Some(found) = holding::look(ctx, &incoming).await? {
        let report = queries::view(ctx, &ctx.app.db, id).await?.report_id;
        holding::hold(ctx, (report, Some(id)), incoming, &found).await?;
        return Err(found.refusal().into());
    }
    let Incoming { mut facts, received, file_type } = incoming;
    ctx.write(Attempt::on("evidence.replace", "evidence", id), async |tx| {
        let (report, old) = lock(ctx, tx, id).await?;
        check_replaceable(ctx, &old)?;
        if ctx.request.if_match != IfMatch::Missing {
            ctx.expect_version(old.version)?;
        }
        facts.milestone_id = old.milestone_id;
        refuse_same_content(tx, &report, old.milestone_id, &received.sha256, None).await?;
        let sent_name = facts.sent_name.clone();
        let facts = facts.or_as_before(&old);
        let mut row = new_row(ctx, &report, facts, (&received, file_type));
        row.replaces = Set(Some(id));
        ctx.app.files.keep(received).await?;
        let superseded = entity::ActiveModel {
            id: Unchanged(id),
            state: Set(EvidenceState::Superseded),
            version: Set(old.version + 1),
            ..Default::default()
        };
        superseded.update(&**tx).await?;
        let detail = json!({ "sent_name": sent_name, "replaces": id, "replaced_sha256": old.sha256 });
        insert(ctx, tx, &report, row, ("evidence.replace", detail)).await
    })
    .await
}

/// Uses a file that the caller may read as evidence here too, without another upload; it is judged here by itself.
pub async fn reuse(ctx: &Ctx, report: Uuid, wanted: EvidenceReuse) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::new("evidence.reuse", "evidence"), async |tx| {
        let report = stored::lock(ctx, &**tx, report).await?;
        check_open(ctx, &report)?;
        let mut fields = Fields::new();
        let page = fields.optional("/page", wanted.page.as_deref(), SHORT_TEXT);
        let proves = fields.optional("/proves", wanted.proves.as_deref(), LONG_TEXT);
        fields.done()?;
        let source = source(ctx, tx, wanted.evidence_id).await?;
        check_milestone(tx, &report, wanted.milestone_id).await?;
        refuse_same_content(tx, &report, wanted.milestone_id, &source.sha256, None).await?;
        let detail = json!({ "used_again": source.id, "file": source.file_id });
        let mut row = used_again(ctx, &report, source);
        row.milestone_id = Set(wanted.milestone_id);
        row.kind = wanted.kind.map_or(row.kind, Set);
        row.page = page.map_or(row.page, |page| Set(Some(page)));
        row.proves = proves.map_or(row.proves, |proves| Set(Some(proves)));
        insert(ctx, tx, &report, row, ("evidence.reuse", detail)).await
    })
    .await
}

async fn source(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Evidence, Error> {
    let source = queries::view(ctx, &**tx, id).await.map_err(|error| match error {
        Error::NotFound => Error::field("/evidence_id", "not_found", "请从可引用的佐证中选择"),
        other => other,
    })?;
    if source.in_force() { Ok(source) } else { Err(RuleError::EvidenceNotInForce.into()) }
}

fn used_again(ctx: &Ctx, report: &ReportFacts, source: Evidence) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(Uuid::now_v7()),
        file_id: Set(source.file_id),
        task_id: Set(report.task_id),
        report_id: Set(report.id),
        milestone_id: NotSet,
        file_name: Set(source.file_name),
        title: Set(source.title),
        kind: Set(source.kind),
        issuing_body: Set(source.issuing_body),
        document_no: Set(source.document_no),
        document_date: Set(source.document_date),
        page: Set(source.page),
        proves: Set(source.proves),
        publicity: Set(source.publicity),
        is_internal: Set(source.is_internal),
        media_type: Set(source.media_type),
        size: Set(source.size),
        sha256: Set(source.sha256),
        state: Set(EvidenceState::Uploaded),
        uploaded_by: Set(ctx.actor.account),
        uploaded_at: Set(ctx.now),
        version: Set(1),
        ..Default::default()
    }
}

/// The row of a new upload.
pub fn new_row(
    ctx: &Ctx,
    report: &ReportFacts,
    new: NewEvidence,
    (received, file_type): (&Received, FileType),
) -> entity::ActiveModel {
    let id = Uuid::now_v7();
    entity::ActiveModel {
        id: Set(id),
        file_id: Set(id),
        task_id: Set(report.task_id),
        report_id: Set(report.id),
        milestone_id: Set(new.milestone_id),
        file_name: Set(new.file_name),
        title: Set(new.title),
        kind: Set(new.kind),
        issuing_body: Set(new.issuing_body),
        document_no: Set(new.document_no),
        document_date: Set(new.document_date),
        page: Set(new.page),
        proves: Set(new.proves),
        publicity: Set(new.publicity),
        is_internal: Set(new.is_internal),
        media_type: Set(file_type.media_type.to_owned()),
        size: Set(i64::try_from(received.size).unwrap_or(i64::MAX)),
        sha256: Set(received.sha256.clone()),
        state: Set(EvidenceState::Uploaded),
        uploaded_by: Set(ctx.actor.account),
        uploaded_at: Set(ctx.now),
        version: Set(1),
        ..Default::default()
    }
}

/// Inserts the row, records it with what is particular to the way it came, and answers with its view.
pub async fn insert(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: &ReportFacts,
    row: entity::ActiveModel,
    (action, particular): (&'static str, serde_json::Value),
) -> Result<Reply<Evidence>, Error> {
    let row = row.insert(&**tx).await?;
    let mut detail = json!({
        "report": row.report_id, "milestone": row.milestone_id, "file_name": row.file_name,
        "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "publicity": row.publicity, "is_internal": row.is_internal,
    });
    if let (Some(detail), serde_json::Value::Object(particular)) = (detail.as_object_mut(), particular) {
        detail.extend(particular);
    }
    record(tx, action, row.id, &label(report, &row.title), detail).await?;
    let view = queries::view(ctx, &**tx, row.id).await?;
    let version = view.version;
    Ok(Reply::created(view, version, format!("/api/v1/evidence/{}", row.id)))
}

/// The milestone must be one of the report's own task.
pub async fn check_milestone(tx: &Tx<'_>, report: &ReportFacts, milestone: Option<Uuid>) -> Result<(), Error> {
    let Some(milestone) = milestone else { return Ok(()) };
    let ours = "select to_jsonb(id) as view from milestone where id = $1 and task_id = $2";
    let ours: Option<Uuid> = sql::row(&**tx, statement(ours, [milestone.into(), report.task_id.into()])).await?;
    ours.map(|_| ()).ok_or_else(|| Error::field("/milestone_id", "not_found", "请从本任务的里程碑中选择"))
}

/// The same bytes prove the same thing only once.
pub async fn refuse_same_content(
    tx: &Tx<'_>,
    report: &ReportFacts,
    milestone: Option<Uuid>,
    sha256: &str,
    but: Option<Uuid>,
) -> Result<(), Error> {
    let same = "select to_jsonb(id) as view from evidence
        where report_id = $1 and milestone_id is not distinct from $2 and sha256 = $3
            and state not in ('VOID', 'SUPERSEDED') and id is distinct from $4
        limit 1";
    let values = [report.id.into(), milestone.into(), sha256.into(), but.into()];
    let same: Option<Uuid> = sql::row(&**tx, statement(same, values)).await?;
    if same.is_some() { Err(Error::Duplicate { field: "/file" }) } else { Ok(()) }
}
