//! One cycle on its page: how far each unit is, and how its due day moved.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::cycles::check_move;
use luoshi_domain::policy::{Action, Target};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::cycles::{find, writes};
use super::views::Cycle;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter};
use crate::views::OrgRef;

/// A cycle with its units.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CyclePage {
    /// What the list shows too.
    #[serde(flatten)]
    pub cycle: Cycle,
    /// How far each unit is, in official order; a unit sees itself.
    pub units: Vec<UnitStanding>,
    /// How the due day moved, latest first.
    pub moves: Vec<DeadlineMove>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// When this was read.
    #[serde(default)]
    #[schema(required = true)]
    pub as_of: DateTime<Utc>,
}

/// How far the reports of one unit are.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitStanding {
    /// The unit.
    pub organisation: OrgRef,
    /// Reports asked of it.
    pub asked: i64,
    /// Of these with the office or approved.
    pub handed_in: i64,
    /// Of these that reached the office by the due day.
    pub in_time: i64,
    /// Of these waived.
    pub waived: i64,
    /// Of these neither handed in nor waived.
    pub missing: i64,
    /// Last day on which its reports are in time.
    pub due_on: NaiveDate,
}

/// One move of a due day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeadlineMove {
    /// Its id.
    pub id: Uuid,
    /// For which unit; null for all.
    pub organisation: Option<OrgRef>,
    /// The due day until then.
    pub due_on_before: NaiveDate,
    /// The due day from then on.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who moved it.
    pub moved_by: String,
    /// When.
    pub moved_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
struct Around {
    units: Vec<UnitStanding>,
    moves: Vec<DeadlineMove>,
}

/// The page of one cycle.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<CyclePage, Error> {
    ctx.require(Action::CycleRead)?;
    view(ctx, &ctx.app.db, id).await
}

/// The page as it is now, inside or outside of a transaction.
pub(super) async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<CyclePage, Error> {
    let cycle = find(ctx, db, id).await?;
    let mut filter = Filter::new();
    filter.and("c.id = {}", id);
    let counted = writes(ctx, &mut filter);
    let sql = include_str!("cycle_page.sql").replace("/*due*/", &counted);
    let around: Around = sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)?;
    let actions = allowed(ctx, &cycle);
    Ok(CyclePage { cycle, units: around.units, moves: around.moves, actions, as_of: ctx.now })
}

fn allowed(ctx: &Ctx, cycle: &Cycle) -> Vec<AllowedAction> {
    let anybody = Target::default();
    let mut actions = Vec::new();
    if ctx.may(Action::CycleWrite, &anybody) {
        actions.push(AllowedAction::of("move_deadline", true, check_move(cycle.due_on, ctx.today())));
    }
    if ctx.may(Action::ReportWaive, &anybody) {
        actions.push(AllowedAction::of("waive", true, Ok(())));
    }
    actions
}
