//! Attaching evidence to a report in the writer's hands, mending its facts, voiding it.

use chrono::NaiveDate;
use luoshi_domain::evidence::{EvidenceKind, EvidenceState, FileType, Publicity};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::{CLASSIFIED, NewEvidence, check_day, is_classified};
use super::views::Evidence;
use super::{entity, queries};
use crate::app::{Ctx, IfMatch};
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::files::Received;
use crate::reports::stored::{self, ReportFacts};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest name or title.
const SHORT_TEXT: usize = 200;
/// Longest remark.
const LONG_TEXT: usize = 10_000;

/// Changes to the facts of a piece of evidence; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceChange {
    /// Title in the index of evidence.
    pub title: Option<String>,
    /// Letter code of its kind.
    pub kind: Option<EvidenceKind>,
    /// The milestone it proves.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    pub milestone_id: Option<Option<Uuid>>,
    /// 出具单位.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub issuing_body: Option<Option<String>>,
    /// 文号.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub document_no: Option<Option<String>>,
    /// Date of the document.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub document_date: Option<Option<NaiveDate>>,
    /// Which page or cell proves what.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub proves: Option<Option<String>>,
    /// 公开属性.
    pub publicity: Option<Publicity>,
    /// 内部.
    pub is_internal: Option<bool>,
}

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

/// Refuses an upload before its bytes are read: unseen, not allowed, or no longer in the writer's hands.
pub async fn may_upload(ctx: &Ctx, report: Uuid) -> Result<(), Error> {
    let report = stored::find(ctx, &ctx.app.db, report).await?;
    let Err(refusal) = check_open(ctx, &report) else { return Ok(()) };
    let mut ctx = ctx.clone();
    // Nothing is answered for the key of the request: its body has not been read.
    ctx.request.key = None;
    let attempt = Attempt::new("evidence.upload", "evidence");
    ctx.write(attempt, async move |_| Err::<Reply<()>, Error>(refusal)).await.map(|_| ())
}

fn check_open(ctx: &Ctx, report: &ReportFacts) -> Result<(), Error> {
    ctx.allow(Action::ReportWrite, &report.target())?;
    if report.is_open() { Ok(()) } else { Err(RuleError::NotEditable.into()) }
}

/// Attaches a received and inspected file: final name, folder synced, then the row commits (trust.md T21).
pub async fn upload(ctx: &Ctx, report: Uuid, incoming: Incoming) -> Result<Written<Evidence>, Error> {
    let Incoming { facts, received, file_type } = incoming;
    ctx.write(Attempt::new("evidence.upload", "evidence"), async |tx| {
        let report = stored::lock(ctx, &**tx, report).await?;
        check_open(ctx, &report)?;
        check_milestone(tx, &report, facts.milestone_id).await?;
        refuse_same_content(tx, &report, facts.milestone_id, &received.sha256, None).await?;
        let sent_name = facts.sent_name.clone();
        let row = new_row(ctx, &report, facts, (&received, file_type));
        ctx.app.files.keep(received).await?;
        let row = row.insert(&**tx).await?;
        let detail = json!({
            "report": row.report_id, "milestone": row.milestone_id, "file_name": row.file_name,
            "sent_name": sent_name, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        });
        record(tx, "evidence.upload", row.id, &label(&report, &row.title), detail).await?;
        let view = queries::view(ctx, &**tx, row.id).await?;
        let version = view.version;
        Ok(Reply::created(view, version, format!("/api/v1/evidence/{}", row.id)))
    })
    .await
}

fn new_row(
    ctx: &Ctx,
    report: &ReportFacts,
    new: NewEvidence,
    (received, file_type): (&Received, FileType),
) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(Uuid::now_v7()),
        task_id: Set(report.task_id),
        report_id: Set(report.id),
        milestone_id: Set(new.milestone_id),
        file_name: Set(new.file_name),
        title: Set(new.title),
        kind: Set(new.kind),
        issuing_body: Set(new.issuing_body),
        document_no: Set(new.document_no),
        document_date: Set(new.document_date),
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
    }
}

async fn check_milestone(tx: &Tx<'_>, report: &ReportFacts, milestone: Option<Uuid>) -> Result<(), Error> {
    let Some(milestone) = milestone else { return Ok(()) };
    let ours = "select to_jsonb(id) as view from milestone where id = $1 and task_id = $2";
    let ours: Option<Uuid> = sql::row(&**tx, statement(ours, [milestone.into(), report.task_id.into()])).await?;
    ours.map(|_| ()).ok_or_else(|| Error::field("/milestone_id", "not_found", "请从本任务的里程碑中选择"))
}

/// The same bytes prove the same thing only once.
async fn refuse_same_content(
    tx: &Tx<'_>,
    report: &ReportFacts,
    milestone: Option<Uuid>,
    sha256: &str,
    but: Option<Uuid>,
) -> Result<(), Error> {
    let same = "select to_jsonb(id) as view from evidence
        where report_id = $1 and milestone_id is not distinct from $2 and sha256 = $3 and state <> 'VOID'
            and id is distinct from $4
        limit 1";
    let values = [report.id.into(), milestone.into(), sha256.into(), but.into()];
    let same: Option<Uuid> = sql::row(&**tx, statement(same, values)).await?;
    if same.is_some() { Err(Error::Duplicate { field: "/file" }) } else { Ok(()) }
}

/// Mends the facts while the report is in the writer's hands.
pub async fn update(ctx: &Ctx, id: Uuid, change: EvidenceChange) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.update", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        ctx.expect_version(proof.version)?;
        check_editable(&report, &proof)?;
        let change = change.checked()?;
        if let Some(milestone) = change.milestone_id {
            check_milestone(tx, &report, milestone).await?;
            refuse_same_content(tx, &report, milestone, &proof.sha256, Some(id)).await?;
        }
        let changed = change.names();
        change.into_row(&proof).update(&**tx).await?;
        let detail = json!({ "report": report.id, "changed": changed });
        record(tx, "evidence.update", id, &label(&report, &proof.title), detail).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// Takes a piece of evidence out of the report; its row and its bytes stay.
pub async fn void(ctx: &Ctx, id: Uuid) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.void", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        if ctx.request.if_match != IfMatch::Missing {
            ctx.expect_version(proof.version)?;
        }
        check_editable(&report, &proof)?;
        let row = entity::ActiveModel {
            id: Unchanged(id),
            state: Set(EvidenceState::Void),
            version: Set(proof.version + 1),
            ..Default::default()
        };
        row.update(&**tx).await?;
        let detail = json!({ "report": report.id, "from": proof.state, "to": EvidenceState::Void });
        record(tx, "evidence.void", id, &label(&report, &proof.title), detail).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// The evidence as it is once its report is held.
async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<(ReportFacts, Evidence), Error> {
    let proof = queries::view(ctx, &**tx, id).await?;
    let report = stored::lock(ctx, &**tx, proof.report_id).await?;
    Ok((report, queries::view(ctx, &**tx, id).await?))
}

fn check_editable(report: &ReportFacts, proof: &Evidence) -> Result<(), RuleError> {
    if report.is_open() && proof.state == EvidenceState::Uploaded { Ok(()) } else { Err(RuleError::NotEditable) }
}

impl EvidenceChange {
    fn checked(self) -> Result<EvidenceChange, Error> {
        let mut fields = Fields::new();
        let title = self.title.as_deref().map(|title| fields.required("/title", title, SHORT_TEXT));
        if title.as_deref().is_some_and(is_classified) {
            fields.fault("/title", "classified", CLASSIFIED);
        }
        let mut tidy = |pointer: &str, text: &Option<Option<String>>, most: usize| {
            text.as_ref().map(|text| fields.optional(pointer, text.as_deref(), most))
        };
        let issuing_body = tidy("/issuing_body", &self.issuing_body, SHORT_TEXT);
        let document_no = tidy("/document_no", &self.document_no, SHORT_TEXT);
        let proves = tidy("/proves", &self.proves, LONG_TEXT);
        check_day(&mut fields, self.document_date.flatten());
        fields.done()?;
        Ok(EvidenceChange { title, issuing_body, document_no, proves, ..self })
    }

    fn names(&self) -> Vec<&'static str> {
        let said = [
            ("title", self.title.is_some()),
            ("kind", self.kind.is_some()),
            ("milestone_id", self.milestone_id.is_some()),
            ("issuing_body", self.issuing_body.is_some()),
            ("document_no", self.document_no.is_some()),
            ("document_date", self.document_date.is_some()),
            ("proves", self.proves.is_some()),
            ("publicity", self.publicity.is_some()),
            ("is_internal", self.is_internal.is_some()),
        ];
        said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name).collect()
    }

    fn into_row(self, proof: &Evidence) -> entity::ActiveModel {
        let mut row =
            entity::ActiveModel { id: Unchanged(proof.id), version: Set(proof.version + 1), ..Default::default() };
        row.title = self.title.map_or(row.title, Set);
        row.kind = self.kind.map_or(row.kind, Set);
        row.milestone_id = self.milestone_id.map_or(row.milestone_id, Set);
        row.issuing_body = self.issuing_body.map_or(row.issuing_body, Set);
        row.document_no = self.document_no.map_or(row.document_no, Set);
        row.document_date = self.document_date.map_or(row.document_date, Set);
        row.proves = self.proves.map_or(row.proves, Set);
        row.publicity = self.publicity.map_or(row.publicity, Set);
        row.is_internal = self.is_internal.map_or(row.is_internal, Set);
        row
    }
}

fn label(report: &ReportFacts, title: &str) -> String {
    format!("{} {title}", report.task_code)
}

async fn record(
    tx: &Tx<'_>,
    action: &'static str,
    id: Uuid,
    label: &str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    tx.record(Event { action, object_type: "evidence", object_id: Some(id), label, detail }).await
}
