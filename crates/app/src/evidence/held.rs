//! Uploads that show a mark of secrecy (domain.md 6.4): stopped, looked at by a person, released or removed.
//!
//! What is held is no evidence: it has no row among the evidence, so no list, download or archive can hold it. Its
//! uploader and the security administrator know that it is there; nobody reads its content here. How an upload gets here
//! is in [`super::holding`].

use chrono::{DateTime, Utc};
use luoshi_domain::duties::{self, Hand};
use luoshi_domain::evidence::{EvidenceState, FoundIn, HoldState};
use luoshi_domain::policy::{Action, Reach, Target};
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveEnum, ActiveModelTrait, ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::commands::LONG_TEXT;
use super::entity;
use super::form::NewEvidence;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tasks::queries::codes;
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::PersonRef;

/// A stopped upload, never its content.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HeldEvidence {
    /// Its id.
    pub id: Uuid,
    /// The report it was meant for.
    pub report_id: Uuid,
    /// What became of it.
    pub state: HoldState,
    /// The mark that stopped it.
    pub mark: String,
    /// Where the mark stands.
    pub found_in: FoundIn,
    /// The line of the text it stands on, from 1.
    pub line: Option<i32>,
    /// Name of the file.
    pub file_name: String,
    /// What its uploader called it.
    pub title: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who uploaded it.
    pub uploaded_by: PersonRef,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: Option<String>,
    /// The piece of evidence it became, once it was released.
    pub evidence_id: Option<Uuid>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Version for edits.
    pub version: i32,
}

/// Filters of the list of stopped uploads.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct HeldFilter {
    /// States, e.g. `HELD`.
    pub state: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What a person found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeldStep {
    /// 放行: no secret; it becomes evidence.
    Release,
    /// 移除: its bytes are deleted.
    Remove,
}

impl HeldStep {
    const fn code(self) -> &'static str {
        match self {
            HeldStep::Release => "release",
            HeldStep::Remove => "remove",
        }
    }
}

/// The decision with its reason.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldDecision {
    /// What is done with it.
    pub action: HeldStep,
    /// Why.
    pub reason: String,
}

/// Stopped uploads: one's own, or all for who decides; the latest first.
pub async fn list(ctx: &Ctx, wanted: HeldFilter) -> Result<Page<HeldEvidence>, Error> {
    ctx.require(Action::HeldRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    filter.and_some("h.state = any({})", codes::<HoldState>("/state", wanted.state.as_deref())?);
    let total = sql::count(&ctx.app.db, "held_evidence h", &filter).await?;
    filter.and_some("h.id < {}", window.after::<Uuid>()?);
    let sql = format!("{}order by h.id desc limit {}", include_str!("held.sql"), limit + 1);
    let items: Vec<HeldEvidence> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let items = items.into_iter().map(|held| finished(ctx, held)).collect();
    Ok(sql::page(items, limit, total, ctx.now, |held: &HeldEvidence| held.id))
}

fn visible_to(ctx: &Ctx, filter: &mut Filter) {
    if ctx.reach(Action::HeldRead) != Reach::All {
        filter.and("h.uploaded_by = {}", ctx.actor.account);
    }
}

impl HeldEvidence {
    /// Whoever uploaded it does not decide on it.
    fn check_other(&self, ctx: &Ctx, step: HeldStep) -> Result<(), RuleError> {
        let uploaded = [Hand::of("upload", self.uploaded_by.id)];
        duties::check(&ctx.actor, ("held_evidence", &self.state.to_value(), step.code()), uploaded)
    }
}

fn finished(ctx: &Ctx, mut held: HeldEvidence) -> HeldEvidence {
    if ctx.may(Action::HeldDecide, &Target::default()) && held.state == HoldState::Held {
        let decisions = [HeldStep::Release, HeldStep::Remove];
        held.actions = decisions.map(|step| AllowedAction::of(step.code(), true, held.check_other(ctx, step))).to_vec();
    }
    held
}

async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid, lock: &str) -> Result<HeldEvidence, Error> {
    let mut filter = Filter::new();
    filter.and("h.id = {}", id);
    visible_to(ctx, &mut filter);
    let sql = format!("{}{lock}", include_str!("held.sql"));
    let held = sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)?;
    Ok(finished(ctx, held))
}

/// Releases or removes a stopped upload, with a reason that is kept.
pub async fn decide(ctx: &Ctx, id: Uuid, decision: HeldDecision) -> Result<Written<HeldEvidence>, Error> {
    let name = match decision.action {
        HeldStep::Release => "held_evidence.release",
        HeldStep::Remove => "held_evidence.remove",
    };
    ctx.write(Attempt::on(name, "held_evidence", id), async |tx| {
        let held = view(ctx, &**tx, id, "for update of h").await?;
        ctx.allow(Action::HeldDecide, &Target::default())?;
        ctx.expect_version(held.version)?;
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &decision.reason, LONG_TEXT);
        fields.done()?;
        if held.state != HoldState::Held {
            return Err(RuleError::HoldDecided.into());
        }
        held.check_other(ctx, decision.action)?;
        let (state, evidence) = match decision.action {
            HeldStep::Release => (HoldState::Released, attach(ctx, tx, &held).await?),
            HeldStep::Remove => (HoldState::Removed, None),
        };
        settle(ctx, tx, id, (state, &reason, evidence)).await?;
        if state == HoldState::Removed {
            discard(ctx, tx, &held.sha256).await?;
        }
        let detail = json!({ "reason": reason, "mark": held.mark, "sha256": held.sha256, "evidence": evidence });
        record(tx, name, id, &held.file_name, detail).await?;
        let held = view(ctx, &**tx, id, "").await?;
        let version = held.version;
        Ok(Reply::changed(held, version))
    })
    .await
}

async fn settle(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    (state, reason, evidence): (HoldState, &str, Option<Uuid>),
) -> Result<(), Error> {
    let decided = "update held_evidence set state = $2, decided_by = $3, decided_at = $4, reason = $5,
            evidence_id = $6, version = version + 1
        where id = $1";
    let values: [Value; 6] =
        [id.into(), state.to_value().into(), ctx.actor.account.into(), ctx.now.into(), reason.into(), evidence.into()];
    sql::execute(&**tx, statement(decided, values)).await?;
    Ok(())
}

/// A released upload becomes evidence where it was meant to be, as long as its report is still in the writer's hands;
/// later its writer uploads it again, and it passes.
async fn attach(ctx: &Ctx, tx: &Tx<'_>, held: &HeldEvidence) -> Result<Option<Uuid>, Error> {
    let task = "select 1 from task where id = (select task_id from report where id = $1) for no key update";
    sql::execute(&**tx, statement(task, [held.report_id.into()])).await?;
    let open = "select jsonb_build_object('task_id', r.task_id, 'facts', h.facts, 'media_type', h.media_type,
            'uploaded_by', h.uploaded_by) as view
        from held_evidence h
        join report r on r.id = h.report_id
        where h.id = $1 and r.state in ('DRAFT', 'RETURNED') and (h.facts ->> 'replaces') is null
            and not exists (
                select 1 from evidence e
                where e.report_id = r.id and e.sha256 = h.sha256 and e.state not in ('VOID', 'SUPERSEDED')
                    and e.milestone_id is not distinct from (h.facts ->> 'milestone_id')::uuid)
        for no key update of r";
    let Some(open) = sql::row::<Open>(&**tx, statement(open, [held.id.into()])).await? else { return Ok(None) };
    let row = row_of(ctx, held, open);
    Ok(Some(row.insert(&**tx).await?.id))
}

#[derive(Deserialize)]
struct Open {
    task_id: Uuid,
    facts: NewEvidence,
    media_type: String,
    uploaded_by: Uuid,
}

fn row_of(ctx: &Ctx, held: &HeldEvidence, open: Open) -> entity::ActiveModel {
    let (id, facts) = (Uuid::now_v7(), open.facts);
    entity::ActiveModel {
        id: Set(id),
        file_id: Set(id),
        task_id: Set(open.task_id),
        report_id: Set(held.report_id),
        milestone_id: Set(facts.milestone_id),
        file_name: Set(facts.file_name),
        title: Set(facts.title),
        kind: Set(facts.kind),
        issuing_body: Set(facts.issuing_body),
        document_no: Set(facts.document_no),
        document_date: Set(facts.document_date),
        page: Set(facts.page),
        proves: Set(facts.proves),
        publicity: Set(facts.publicity),
        is_internal: Set(facts.is_internal),
        media_type: Set(open.media_type),
        size: Set(held.size),
        sha256: Set(held.sha256.clone()),
        state: Set(EvidenceState::Uploaded),
        uploaded_by: Set(open.uploaded_by),
        uploaded_at: Set(ctx.now),
        version: Set(1),
        ..Default::default()
    }
}

/// Deletes the bytes, unless something else of the house is the very same.
async fn discard(ctx: &Ctx, tx: &Tx<'_>, sha256: &str) -> Result<(), Error> {
    let used = "select to_jsonb(true) as view
        where exists (select 1 from evidence where sha256 = $1)
            or exists (select 1 from held_evidence where sha256 = $1 and state <> 'REMOVED')
            or exists (select 1 from contribution_file where sha256 = $1)
            or exists (select 1 from table_import where sha256 = $1)
            or exists (select 1 from export where sha256 = $1)
            or exists (select 1 from plan where source_sha256 = $1)";
    let used: Option<bool> = sql::row(&**tx, statement(used, [sha256.into()])).await?;
    if used.is_none() {
        ctx.app.files.discard(sha256).await?;
    }
    Ok(())
}

/// Writes the audit event.
pub async fn record(
    tx: &Tx<'_>,
    action: &'static str,
    id: Uuid,
    label: &str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    tx.record(Event { action, object_type: "held_evidence", object_id: Some(id), label, detail }).await
}
