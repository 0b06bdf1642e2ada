//! The house opens cycles by itself where the plan's rhythm says so, and lists the red tasks of a month on its first day.

use std::sync::Arc;

use luoshi_domain::calendar::{Period, PeriodKind};
use luoshi_domain::cycles::{ends_a_quarter, opens_on_day, usual_basis};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::cycles::{self, Opening};
use super::demands::{self, Moment};
use super::rhythm::Rhythm;
use crate::app::{App, Ctx};
use crate::calendar;
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

#[derive(Debug, Deserialize)]
struct PlanRhythm {
    plan_id: Uuid,
    rhythm: Rhythm,
    /// Whether anything of it is in progress.
    works: bool,
}

#[derive(Debug, Deserialize)]
struct Unfixed {
    id: Uuid,
    name: String,
}

/// Opens what is to open today and is not open yet; safe to call as often as one likes and from several processes.
pub async fn round(app: &Arc<App>) -> Result<(), Error> {
    let ctx = session::machine(app);
    let plans: Vec<PlanRhythm> = sql::rows(&app.db, statement(include_str!("rhythms.sql"), [])).await?;
    for plan in plans.into_iter().filter(|plan| plan.works) {
        for kind in plan.rhythm.kinds() {
            open(&ctx, plan.plan_id, kind, plan.rhythm).await?;
        }
    }
    list_red_tasks(&ctx).await
}

async fn open(ctx: &Ctx, plan: Uuid, kind: PeriodKind, rhythm: Rhythm) -> Result<(), Error> {
    let calendar = calendar::load(&ctx.app.db).await?;
    let Some((period, days)) = opens_on_day(kind, ctx.today(), &calendar) else { return Ok(()) };
    let told_by_quarter = kind == PeriodKind::Month && rhythm.opens_quarters && ends_a_quarter(period);
    if told_by_quarter || is_open(&ctx.app.db, plan, period).await? {
        return Ok(());
    }
    let basis = usual_basis(kind);
    let opening = Opening { plan, period, days, by_rule: true, basis, automatic: true };
    let opened = ctx
        .write(Attempt::new("cycle.create", "cycle"), async |tx| {
            let id = cycles::open(ctx, tx, &opening).await?;
            Ok(Reply::done(id))
        })
        .await;
    match opened {
        // Another process was faster, which is as good.
        Ok(_) | Err(Error::Rule(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn is_open(db: &impl ConnectionTrait, plan: Uuid, period: Period) -> Result<bool, Error> {
    let sql = "select to_jsonb(id) as view from cycle where plan_id = $1 and kind = $2 and period_from = $3";
    let kind = period.kind.to_value();
    let found: Option<Uuid> = sql::row(db, statement(sql, [plan.into(), kind.into(), period.from.into()])).await?;
    Ok(found.is_some())
}

/// Cycles of red tasks that were opened ahead of their window get their list when it opens.
async fn list_red_tasks(ctx: &Ctx) -> Result<(), Error> {
    let sql = "select to_jsonb(c) as view from cycle c where basis = 'RED' and fixed_on is null and opens_on <= $1";
    let waiting: Vec<Unfixed> = sql::rows(&ctx.app.db, statement(sql, [ctx.today().into()])).await?;
    for cycle in waiting {
        ctx.write(Attempt::on("cycle.fix", "cycle", cycle.id), async |tx| {
            let at = Moment { now: ctx.now, today: ctx.today() };
            let asked = demands::fix(&**tx, at, cycle.id).await?;
            let (action, label, detail) = ("cycle.fix", cycle.name.as_str(), json!({ "asked": asked }));
            tx.record(Event { action, object_type: "cycle", object_id: Some(cycle.id), label, detail }).await?;
            Ok(Reply::done(()))
        })
        .await?;
    }
    Ok(())
}
