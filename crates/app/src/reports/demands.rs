//! Which reports a cycle asks for, kept as rows while it runs; who was missing is read from them for ever after.
//!
//! A cycle of all open tasks follows the tasks until its due day; a cycle of red tasks is fixed when its window opens.
//! What the office agreed with a unit ([`super::rhythm`]) is taken into account in both.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::cycles::Basis;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use crate::calendar;
use crate::error::Error;
use crate::sql::{self, statement};

/// When the demands are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The instant.
    pub now: DateTime<Utc>,
    /// Its day in Shanghai.
    pub today: NaiveDate,
}

/// Which demands: of one cycle, of one task, or all of running cycles.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    /// Only of this cycle.
    pub cycle: Option<Uuid>,
    /// Only of this task.
    pub task: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
struct Later {
    cycle_id: Uuid,
    organisation_id: Uuid,
    due_on: NaiveDate,
    extra_days: u32,
}

/// Brings the demands of running cycles up to date; what is right already is not touched.
pub async fn sync(tx: &impl ConnectionTrait, at: Moment, scope: Scope) -> Result<(), Error> {
    let values = || [at.now.into(), at.today.into(), scope.cycle.into(), scope.task.into()];
    sql::execute(tx, statement(include_str!("demands_drop.sql"), values())).await?;
    let added = sql::execute(tx, statement(include_str!("demands_add.sql"), values())).await?;
    if added > 0 { grant_later_days(tx, at).await } else { Ok(()) }
}

/// Lists the red tasks of a cycle, once: from now on the set stands.
pub async fn fix(tx: &impl ConnectionTrait, at: Moment, cycle: Uuid) -> Result<u64, Error> {
    let fixed = "update cycle set fixed_on = $2 where id = $1 and basis = 'RED' and fixed_on is null";
    if sql::execute(tx, statement(fixed, [cycle.into(), at.today.into()])).await? == 0 {
        return Ok(0);
    }
    let values = [cycle.into(), at.now.into()];
    let listed = sql::execute(tx, statement(include_str!("demands_red.sql"), values)).await?;
    grant_later_days(tx, at).await?;
    Ok(listed)
}

/// The first demands of a new cycle, as far as its basis lets them be known now.
pub async fn open(
    tx: &impl ConnectionTrait,
    at: Moment,
    (cycle, basis, opens_on): (Uuid, Basis, NaiveDate),
) -> Result<(), Error> {
    match basis {
        Basis::Open => sync(tx, at, Scope { cycle: Some(cycle), task: None }).await,
        Basis::Red if opens_on <= at.today => fix(tx, at, cycle).await.map(drop),
        Basis::Red => Ok(()),
    }
}

/// Units with more time get it counted in working days from the due day of the cycle.
pub(super) async fn grant_later_days(tx: &impl ConnectionTrait, at: Moment) -> Result<(), Error> {
    let later: Vec<Later> = sql::rows(tx, statement(include_str!("demands_later.sql"), [at.today.into()])).await?;
    if later.is_empty() {
        return Ok(());
    }
    let calendar = calendar::load(tx).await?;
    for each in later {
        let due_on = calendar.nth_working_day_after(each.due_on, each.extra_days);
        let grant = "update demand d set due_on = $3 from task t
            where t.id = d.task_id and d.cycle_id = $1 and t.lead_org_id = $2 and d.due_on is null";
        let values = [each.cycle_id.into(), each.organisation_id.into(), due_on.into()];
        sql::execute(tx, statement(grant, values)).await?;
    }
    Ok(())
}

/// After the due day of a cycle moved: own days that are no later any more go, counted ones are counted again.
pub async fn due_moved(tx: &impl ConnectionTrait, at: Moment, cycle: Uuid) -> Result<(), Error> {
    sql::execute(tx, statement(include_str!("demands_recount.sql"), [cycle.into()])).await?;
    grant_later_days(tx, at).await
}
