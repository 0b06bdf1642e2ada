//! Drawing a sample and recording what looking again found.

use luoshi_domain::look_back::{LookBackResult, closed_until, draw};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{LookBack, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// What looking again at one task of a sample found.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLookBackResult {
    /// The task.
    pub task_id: Uuid,
    /// 属实, 不实 or 反弹.
    pub result: LookBackResult,
    /// What was seen.
    pub words: String,
}

/// Draws a tenth of what was closed six months ago with a new random seed, which is kept with the population.
pub async fn create(ctx: &Ctx, plan: Uuid) -> Result<Written<LookBack>, Error> {
    let seed = random_seed()?;
    ctx.write(Attempt::new("look_back.draw", "look_back"), async |tx| {
        ctx.require(Action::LookBackDraw)?;
        // One draw at a time, so that no item is drawn from twice.
        let held = "select to_jsonb(true) as view from plan where id = $1 for update";
        let held: Option<bool> = sql::row(&**tx, statement(held, [plan.into()])).await?;
        held.ok_or(Error::NotFound)?;
        let population = queries::population(ctx, &**tx, plan).await?;
        if population.is_empty() {
            return Err(RuleError::NothingToLookBack.into());
        }
        let id = insert(ctx, tx, plan, &seed, &population).await?;
        let view = queries::find(ctx, &**tx, id).await?;
        let label = format!("第 {} 次回头看", view.number);
        let detail = json!({ "seed": seed, "population": population.len(), "sample": view.sample.len() });
        tx.record(Event {
            action: "look_back.draw",
            object_type: "look_back",
            object_id: Some(id),
            label: &label,
            detail,
        })
        .await?;
        Ok(Reply { status: 201, body: view, version: None, location: Some(format!("/api/v1/plans/{plan}/look-backs")) })
    })
    .await
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, plan: Uuid, seed: &str, population: &[Uuid]) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let values = [
        id.into(),
        plan.into(),
        closed_until(ctx.today()).into(),
        seed.into(),
        population.to_vec().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let insert = "insert into look_back (id, plan_id, number, closed_until, seed, population, drawn_by, drawn_at)
        select $1, $2, 1 + count(*), $3, $4, $5, $6, $7 from look_back where plan_id = $2";
    sql::execute(&**tx, statement(insert, values)).await?;
    let sample = "insert into look_back_item (look_back_id, task_id) select $1, unnest($2::uuid[])";
    sql::execute(&**tx, statement(sample, [id.into(), draw(seed, population).into()])).await?;
    Ok(id)
}

/// 128 random bits, hex.
fn random_seed() -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("random source: {error}")))?;
    Ok(hex::encode(bytes))
}

/// Records what looking again found; it stays as recorded.
pub async fn record(ctx: &Ctx, id: Uuid, new: NewLookBackResult) -> Result<Written<LookBack>, Error> {
    ctx.write(Attempt::on("look_back.record", "look_back", id), async |tx| {
        ctx.require(Action::LookBackRecord)?;
        sql::execute(&**tx, statement("select 1 from look_back_item where look_back_id = $1 for update", [id.into()]))
            .await?;
        let drawn = queries::find(ctx, &**tx, id).await?;
        let item = drawn.sample.iter().find(|item| item.task_id == new.task_id);
        let mut fields = Fields::new();
        let words = fields.required("/words", &new.words, 2_000);
        if item.is_none() {
            fields.fault("/task_id", "not_found", "这项任务不在本次抽样中，请刷新后重新选择");
        }
        fields.done()?;
        let item = item.ok_or(Error::NotFound)?;
        if item.result.is_some() {
            return Err(RuleError::LookBackRecorded.into());
        }
        item.check_other(ctx)?;
        write_result(ctx, tx, id, &new, &words).await?;
        let label = format!("{} {}", item.code, item.title);
        let detail = json!({ "task": new.task_id, "result": new.result, "words": words });
        tx.record(Event {
            action: "look_back.record",
            object_type: "look_back",
            object_id: Some(id),
            label: &label,
            detail,
        })
        .await?;
        Ok(Reply::done(queries::find(ctx, &**tx, id).await?))
    })
    .await
}

async fn write_result(ctx: &Ctx, tx: &Tx<'_>, id: Uuid, new: &NewLookBackResult, words: &str) -> Result<(), Error> {
    let recorded = "update look_back_item set result = $3, words = $4, recorded_by = $5, recorded_at = $6
    where look_back_id = $1 and task_id = $2";
    let values = [
        id.into(),
        new.task_id.into(),
        new.result.to_value().into(),
        words.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(recorded, values)).await?;
    Ok(())
}
