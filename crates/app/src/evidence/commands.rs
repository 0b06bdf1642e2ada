//! Mending the facts of evidence, marking its file, making it void, removing an upload that was never submitted.

use chrono::NaiveDate;
use luoshi_domain::evidence::{EvidenceKind, EvidenceState, Publicity, marks_in_name};
use luoshi_domain::policy::Action;
use sea_orm::ActiveEnum;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::actions::{guard_edit, guard_removal, guard_void};
use super::attaching::{check_milestone, refuse_same_content};
use super::form::{CLASSIFIED, check_day};
use super::views::Evidence;
use super::{entity, queries};
use crate::app::{Ctx, IfMatch};
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::reports::stored::{self, ReportFacts};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest name or title.
pub const SHORT_TEXT: usize = 200;
/// Longest remark.
pub const LONG_TEXT: usize = 10_000;

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
    /// The page or cell where the proof stands.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub page: Option<Option<String>>,
    /// Which sentence proves it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub proves: Option<Option<String>>,
    /// 公开属性.
    pub publicity: Option<Publicity>,
    /// 内部.
    pub is_internal: Option<bool>,
}

/// Why a piece of evidence no longer counts.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceVoid {
    /// The reason in words.
    pub reason: String,
}

/// Whether a file is public or internal; holds for every use of it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceMarks {
    /// 公开属性.
    pub publicity: Publicity,
    /// 内部.
    pub is_internal: bool,
    /// Why it changes.
    pub reason: String,
}

/// Mends the facts while the report is in the writer's hands; a judgement on the old facts is dropped.
pub async fn update(ctx: &Ctx, id: Uuid, change: EvidenceChange) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.update", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        ctx.expect_version(proof.version)?;
        guard_edit(&proof)?;
        let change = change.checked()?;
        if let Some(milestone) = change.milestone_id {
            check_milestone(tx, &report, milestone).await?;
            refuse_same_content(tx, &report, milestone, &proof.sha256, Some(id)).await?;
        }
        let marks = (change.publicity.unwrap_or(proof.publicity), change.is_internal.unwrap_or(proof.is_internal));
        let changed = change.names();
        change.into_row(&proof).update(&**tx).await?;
        if marks != (proof.publicity, proof.is_internal) {
            ctx.allow(Action::EvidenceMark, &proof.file_target())?;
            mark_file(tx, &proof, marks, Some(id)).await?;
        }
        let detail = json!({ "report": report.id, "changed": changed });
        record(tx, "evidence.update", id, &label(&report, &proof.title), detail).await?;
        changed_view(ctx, tx, id).await
    })
    .await
}

/// Changes whether a file is public or internal, for every use of it, whatever became of the reports.
pub async fn mark(ctx: &Ctx, id: Uuid, marks: EvidenceMarks) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.mark", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::EvidenceMark, &proof.file_target())?;
        ctx.expect_version(proof.version)?;
        let reason = words(&marks.reason)?;
        mark_file(tx, &proof, (marks.publicity, marks.is_internal), None).await?;
        let detail = json!({
            "report": report.id, "file": proof.file_id, "reason": reason,
            "from": { "publicity": proof.publicity, "is_internal": proof.is_internal },
            "to": { "publicity": marks.publicity, "is_internal": marks.is_internal },
        });
        record(tx, "evidence.mark", id, &label(&report, &proof.title), detail).await?;
        changed_view(ctx, tx, id).await
    })
    .await
}

async fn mark_file(
    tx: &Tx<'_>,
    proof: &Evidence,
    (publicity, is_internal): (Publicity, bool),
    counted: Option<Uuid>,
) -> Result<(), Error> {
    let marked = "update evidence set publicity = $2, is_internal = $3,
            version = version + case when id is distinct from $4 then 1 else 0 end
        where file_id = $1";
    let values = [proof.file_id.into(), publicity.to_value().into(), is_internal.into(), counted.into()];
    sql::execute(&**tx, statement(marked, values)).await?;
    Ok(())
}

/// Says that a piece of evidence no longer proves anything; its row and its bytes stay.
pub async fn void(ctx: &Ctx, id: Uuid, asked: EvidenceVoid) -> Result<Written<Evidence>, Error> {
    ctx.write(Attempt::on("evidence.void", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        if !ctx.may(Action::ReportOfficeReview, &report.target()) {
            ctx.allow(Action::ReportWrite, &report.target())?;
        }
        ctx.expect_version(proof.version)?;
        let reason = words(&asked.reason)?;
        guard_void(ctx, &proof)?;
        let row = entity::ActiveModel {
            id: Unchanged(id),
            state: Set(EvidenceState::Void),
            void_reason: Set(Some(reason.clone())),
            version: Set(proof.version + 1),
            ..Default::default()
        };
        row.update(&**tx).await?;
        let detail = json!({ "report": report.id, "from": proof.state, "to": EvidenceState::Void, "reason": reason });
        record(tx, "evidence.void", id, &label(&report, &proof.title), detail).await?;
        changed_view(ctx, tx, id).await
    })
    .await
}

/// Takes back an upload that was never submitted; what it had replaced stands again.
pub async fn remove(ctx: &Ctx, id: Uuid) -> Result<Written<()>, Error> {
    ctx.write(Attempt::on("evidence.remove", "evidence", id), async |tx| {
        let (report, proof) = lock(ctx, tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        if ctx.request.if_match != IfMatch::Missing {
            ctx.expect_version(proof.version)?;
        }
        guard_removal(ctx, &proof)?;
        sql::execute(&**tx, statement("delete from evidence where id = $1", [id.into()])).await?;
        let restored = "update evidence set state = 'UPLOADED', version = version + 1
            where id = $1 and state = 'SUPERSEDED'";
        sql::execute(&**tx, statement(restored, [proof.replaces.into()])).await?;
        let detail = json!({
            "report": report.id, "file_name": proof.file_name, "sha256": proof.sha256, "restored": proof.replaces,
        });
        record(tx, "evidence.remove", id, &label(&report, &proof.title), detail).await?;
        Ok(Reply::nothing(()))
    })
    .await
}

fn words(reason: &str) -> Result<String, Error> {
    let mut fields = Fields::new();
    let reason = fields.required("/reason", reason, LONG_TEXT);
    fields.done()?;
    Ok(reason)
}

/// The answer to a change.
pub async fn changed_view(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Reply<Evidence>, Error> {
    let view = queries::view(ctx, &**tx, id).await?;
    let version = view.version;
    Ok(Reply::changed(view, version))
}

/// The evidence as it is once its report is held.
pub async fn lock(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<(ReportFacts, Evidence), Error> {
    let proof = queries::view(ctx, &**tx, id).await?;
    let report = stored::lock(ctx, &**tx, proof.report_id).await?;
    Ok((report, queries::view(ctx, &**tx, id).await?))
}

impl EvidenceChange {
    fn checked(self) -> Result<EvidenceChange, Error> {
        let mut fields = Fields::new();
        let title = self.title.as_deref().map(|title| fields.required("/title", title, SHORT_TEXT));
        if title.as_deref().is_some_and(|title| marks_in_name(title).is_some()) {
            fields.fault("/title", "classified", CLASSIFIED);
        }
        let mut tidy = |pointer: &str, text: &Option<Option<String>>, most: usize| {
            text.as_ref().map(|text| fields.optional(pointer, text.as_deref(), most))
        };
        let issuing_body = tidy("/issuing_body", &self.issuing_body, SHORT_TEXT);
        let document_no = tidy("/document_no", &self.document_no, SHORT_TEXT);
        let page = tidy("/page", &self.page, SHORT_TEXT);
        let proves = tidy("/proves", &self.proves, LONG_TEXT);
        check_day(&mut fields, self.document_date.flatten());
        fields.done()?;
        Ok(EvidenceChange { title, issuing_body, document_no, page, proves, ..self })
    }

    fn names(&self) -> Vec<&'static str> {
        let said = [
            ("title", self.title.is_some()),
            ("kind", self.kind.is_some()),
            ("milestone_id", self.milestone_id.is_some()),
            ("issuing_body", self.issuing_body.is_some()),
            ("document_no", self.document_no.is_some()),
            ("document_date", self.document_date.is_some()),
            ("page", self.page.is_some()),
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
        row.page = self.page.map_or(row.page, Set);
        row.proves = self.proves.map_or(row.proves, Set);
        // A judgement was found on the facts as they were.
        row.strength = Set(None);
        row.strength_reason = Set(None);
        row.judged_by = Set(None);
        row.judged_at = Set(None);
        row
    }
}

/// What the audit trail calls it.
pub fn label(report: &ReportFacts, title: &str) -> String {
    format!("{} {title}", report.task_code)
}

/// Writes the audit event.
pub async fn record(
    tx: &Tx<'_>,
    action: &'static str,
    id: Uuid,
    label: &str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    tx.record(Event { action, object_type: "evidence", object_id: Some(id), label, detail }).await
}
