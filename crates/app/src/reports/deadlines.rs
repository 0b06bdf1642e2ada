//! Moving the due day of a cycle, for everybody or for one unit; the day first set stays to be seen.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::cycles::check_move;
use luoshi_domain::policy::Action;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::cycle_page::{self, CyclePage};
use super::demands::{self, Moment, Scope};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A new due day with its reason.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeadline {
    /// Only for this unit; for all of them unless said.
    pub organisation_id: Option<Uuid>,
    /// Last day from now on; not before today.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
struct CycleRow {
    name: String,
    opens_on: NaiveDate,
    due_on: NaiveDate,
    version: i32,
}

#[derive(Debug, Deserialize)]
struct UnitDue {
    name: String,
    due_on: NaiveDate,
}

/// Moves the due day; who reports later than the others keeps that.
pub async fn move_deadline(ctx: &Ctx, id: Uuid, new: NewDeadline) -> Result<Written<CyclePage>, Error> {
    ctx.write(Attempt::on("cycle.move_deadline", "cycle", id), async |tx| {
        ctx.require(Action::CycleWrite)?;
        let sql = "select to_jsonb(c) as view from cycle c where id = $1 for update";
        let cycle: CycleRow = sql::row(&**tx, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)?;
        ctx.expect_version(cycle.version)?;
        let unit = match new.organisation_id {
            Some(org) => Some(unit_due(tx, id, org).await?),
            None => None,
        };
        let before = unit.as_ref().map_or(cycle.due_on, |unit| unit.due_on);
        check_move(before, ctx.today())?;
        let reason = new.checked(ctx, &cycle, before)?;
        match new.organisation_id {
            Some(org) => move_unit(tx, id, org, new.due_on).await?,
            None => move_all(ctx, tx, id, new.due_on).await?,
        }
        let bump = "update cycle set version = version + 1 where id = $1";
        sql::execute(&**tx, statement(bump, [id.into()])).await?;
        stored::refresh_asked(ctx, &**tx, id).await?;
        note(ctx, tx, id, &new, (before, &reason)).await?;
        let detail = json!({ "due_on": { "from": before, "to": new.due_on }, "reason": reason,
            "organisation": unit.map(|unit| unit.name) });
        let event = Event {
            action: "cycle.move_deadline",
            object_type: "cycle",
            object_id: Some(id),
            label: &cycle.name,
            detail,
        };
        tx.record(event).await?;
        let page = cycle_page::view(ctx, &**tx, id).await?;
        let version = page.cycle.version;
        Ok(Reply::changed(page, version))
    })
    .await
}

impl NewDeadline {
    fn checked(&self, ctx: &Ctx, cycle: &CycleRow, before: NaiveDate) -> Result<String, Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 2_000);
        let today = ctx.today();
        let earliest = cycle.opens_on.max(today);
        if self.due_on < earliest {
            fields.fault("/due_on", "out_of_range", format!("请选择 {earliest} 或以后的日期"));
        } else if self.due_on.year() > 2100 {
            fields.fault("/due_on", "out_of_range", "请填写 2100 年以前的日期");
        } else if self.due_on == before {
            fields.fault("/due_on", "unchanged", "与现在的截止日相同，请选择另一天");
        } else if self.organisation_id.is_some() && self.due_on < cycle.due_on {
            fields.fault("/due_on", "out_of_range", format!("单个单位的截止日不早于本期截止日 {}", cycle.due_on));
        }
        fields.done()?;
        Ok(reason)
    }
}

async fn unit_due(tx: &Tx<'_>, cycle: Uuid, org: Uuid) -> Result<UnitDue, Error> {
    let sql = "select jsonb_build_object('name', o.name, 'due_on', max(coalesce(d.due_on, c.due_on))) as view
        from demand d
        join cycle c on c.id = d.cycle_id
        join task t on t.id = d.task_id
        join organisation o on o.id = t.lead_org_id
        where d.cycle_id = $1 and o.id = $2
        group by o.id";
    let missing = || Error::field("/organisation_id", "not_found", "本期没有要求这个单位填报，请选择列表中的单位");
    sql::row(&**tx, statement(sql, [cycle.into(), org.into()])).await?.ok_or_else(missing)
}

async fn move_unit(tx: &Tx<'_>, cycle: Uuid, org: Uuid, due_on: NaiveDate) -> Result<(), Error> {
    let later = "update demand d set due_on = nullif($3, c.due_on)
        from cycle c, task t
        where c.id = d.cycle_id and t.id = d.task_id and d.cycle_id = $1 and t.lead_org_id = $2";
    sql::execute(&**tx, statement(later, [cycle.into(), org.into(), due_on.into()])).await?;
    Ok(())
}

async fn move_all(ctx: &Ctx, tx: &Tx<'_>, cycle: Uuid, due_on: NaiveDate) -> Result<(), Error> {
    let moved = "update cycle set due_on = $2, due_by_rule = false where id = $1";
    sql::execute(&**tx, statement(moved, [cycle.into(), due_on.into()])).await?;
    let at = Moment { now: ctx.now, today: ctx.today() };
    demands::due_moved(&**tx, at, cycle).await?;
    demands::sync(&**tx, at, Scope { cycle: Some(cycle), task: None }).await
}

async fn note(
    ctx: &Ctx,
    tx: &Tx<'_>,
    cycle: Uuid,
    new: &NewDeadline,
    (before, reason): (NaiveDate, &str),
) -> Result<(), Error> {
    let insert =
        "insert into deadline_move (id, cycle_id, organisation_id, due_on_before, due_on, reason, moved_by, moved_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        Uuid::now_v7().into(),
        cycle.into(),
        new.organisation_id.into(),
        before.into(),
        new.due_on.into(),
        reason.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}
