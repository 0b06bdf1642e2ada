//! Changing what stands around a plan's text: putting it into force, short titles, clauses set aside.

use luoshi_domain::plans::PlanState;
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::rule::RuleError;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::{self, ClauseView, MeasureView, PlanSummary};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// What the office does to a plan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanAction {
    /// 启用.
    Activate,
}

/// A step of a plan.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTransition {
    /// The step.
    pub action: PlanAction,
}

/// The steps this caller may take on a plan.
pub fn allowed(ctx: &Ctx, plan: &PlanSummary) -> Vec<AllowedAction> {
    if plan.state == PlanState::Draft && ctx.may(Action::PlanEdit, &Target::default()) {
        vec![AllowedAction::of("activate", false, Ok(()))]
    } else {
        Vec::new()
    }
}

/// Puts a plan into force for everybody.
pub async fn transition(ctx: &Ctx, id: Uuid, step: &PlanTransition) -> Result<Written<PlanSummary>, Error> {
    let PlanAction::Activate = step.action;
    ctx.write(Attempt::on("plan.activate", "plan", id), async |tx| {
        ctx.allow(Action::PlanEdit, &Target::default())?;
        let plan = queries::summary(ctx, &**tx, id).await?;
        ctx.expect_version(plan.version)?;
        activate_in(ctx, tx, id).await?;
        let plan = queries::summary(ctx, &**tx, id).await?;
        let version = plan.version;
        Ok(Reply::changed(plan, version))
    })
    .await
}

/// The same inside a transaction that is already open.
pub async fn activate_in(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<(), Error> {
    // One activation at a time, so that the same document is not put into force twice.
    sql::execute(&**tx, statement("select pg_advisory_xact_lock(hashtext('plan.activate'))", [])).await?;
    let plan = queries::summary(ctx, &**tx, id).await?;
    if plan.state == PlanState::Active {
        return Err(RuleError::StepNotPossible.into());
    }
    let twin: Option<Uuid> = sql::row(
        &**tx,
        statement(
            "select to_jsonb(id) as view from plan where state = 'ACTIVE' and source_sha256 = $1",
            [plan.source_sha256.clone().into()],
        ),
    )
    .await?;
    if twin.is_some() {
        return Err(RuleError::PlanAlreadyActive.into());
    }
    sql::execute(
        &**tx,
        statement("update plan set state = 'ACTIVE', version = version + 1 where id = $1", [id.into()]),
    )
    .await?;
    let detail = json!({ "from": "DRAFT", "to": "ACTIVE" });
    tx.record(Event { action: "plan.activate", object_type: "plan", object_id: Some(id), label: &plan.title, detail })
        .await
}

/// Sets a clause aside, or takes the mark back with null.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseChange {
    /// Why no task of its own carries the clause; null takes the mark back.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, required = true)]
    pub not_decomposed_reason: Option<Option<String>>,
}

impl ClauseChange {
    fn reason(&self) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let reason = match &self.not_decomposed_reason {
            None => {
                fields.fault("/not_decomposed_reason", "required", "请填写这一项");
                None
            }
            Some(None) => None,
            Some(Some(reason)) => Some(fields.required("/not_decomposed_reason", reason, 500)),
        };
        fields.done()?;
        Ok(reason)
    }
}

/// 不单独分解 with a reason, or back (domain.md 2.2).
pub async fn update_clause(ctx: &Ctx, id: Uuid, change: ClauseChange) -> Result<Written<ClauseView>, Error> {
    ctx.write(Attempt::on("clause.update", "clause", id), async |tx| {
        ctx.allow(Action::PlanEdit, &Target::default())?;
        sql::execute(&**tx, statement("select 1 from clause where id = $1 for update", [id.into()])).await?;
        let clause = queries::clause(ctx, &**tx, id).await?;
        ctx.expect_version(clause.version)?;
        let reason = change.reason()?;
        if reason.is_some() && !is_duty(tx, id).await? {
            return Err(Error::field(
                "/not_decomposed_reason",
                "not_a_duty",
                "这是举措的标题，不计入条款覆盖，无需标注",
            ));
        }
        if reason.is_some() {
            clause.check_set_aside()?;
        }
        sql::execute(
            &**tx,
            statement(
                "update clause set not_decomposed_reason = $2, version = version + 1 where id = $1",
                [id.into(), reason.clone().into()],
            ),
        )
        .await?;
        let detail = json!({ "not_decomposed_reason": reason, "before": clause.not_decomposed_reason });
        tx.record(Event {
            action: "clause.update",
            object_type: "clause",
            object_id: Some(id),
            label: &clause.key,
            detail,
        })
        .await?;
        let clause = queries::clause(ctx, &**tx, id).await?;
        let version = clause.version;
        Ok(Reply::changed(clause, version))
    })
    .await
}

/// A heading counts only where its words order something by themselves (domain.md 0, row 6).
async fn is_duty(tx: &Tx<'_>, id: Uuid) -> Result<bool, Error> {
    let sql = "select to_jsonb(c.number > 0 or m.heading_is_actionable) as view
         from clause c join measure m on m.id = c.measure_id where c.id = $1";
    sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)
}

/// Another short title for walls and charts; the official title never changes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureChange {
    /// At most 12 characters.
    pub short_title: Option<String>,
    /// The same in English, at most 40 characters.
    pub short_title_en: Option<String>,
}

/// Changes the short titles of a measure.
pub async fn update_measure(ctx: &Ctx, id: Uuid, change: MeasureChange) -> Result<Written<MeasureView>, Error> {
    ctx.write(Attempt::on("measure.update", "measure", id), async |tx| {
        ctx.allow(Action::PlanEdit, &Target::default())?;
        let sql = "select to_jsonb(version) as view from measure where id = $1 for update";
        let version: i32 = sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
        ctx.expect_version(version)?;
        let mut fields = Fields::new();
        let short = change.short_title.as_deref().map(|title| fields.required("/short_title", title, 12));
        let english = change.short_title_en.as_deref().map(|title| fields.required("/short_title_en", title, 40));
        fields.done()?;
        sql::execute(
            &**tx,
            statement(
                "update measure set short_title = coalesce($2, short_title),
                        short_title_en = coalesce($3, short_title_en), version = version + 1 where id = $1",
                [id.into(), short.clone().into(), english.clone().into()],
            ),
        )
        .await?;
        let measure = queries::measure_in(ctx, &**tx, id).await?;
        let detail = json!({ "short_title": short, "short_title_en": english });
        tx.record(Event {
            action: "measure.update",
            object_type: "measure",
            object_id: Some(id),
            label: &measure.title,
            detail,
        })
        .await?;
        Ok(Reply::changed(measure, version + 1))
    })
    .await
}
