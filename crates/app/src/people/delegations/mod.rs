//! Deputies for absence (domain.md 5): named by the absent person, seen by both and by the leader of their unit.
//!
//! A session acts either for its own account or, while a delegation runs, for the absent person: with that person's rights
//! and under both names. [`super::session`] looks at the delegation anew with every request, so it ends by itself.

mod commands;

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::delegation::{Absence, DelegationStage, delegated};
use luoshi_domain::policy::{Action, Reach, Role};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use commands::{ActingFor, EndDelegation, NewDelegation, act, create, end};

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};
use crate::views::PersonRef;

/// Somebody stands in for somebody else.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Delegation {
    /// Its id.
    pub id: Uuid,
    /// Who is absent.
    pub person: PersonRef,
    /// Who stands in.
    pub deputy: PersonRef,
    /// With which roles of the absent person.
    pub roles: Vec<Role>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Why, e.g. 出差.
    pub reason: String,
    /// Where it stands today.
    #[serde(default = "ended")]
    pub stage: DelegationStage,
    /// When somebody ended it before its last day.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who did.
    pub ended_by: Option<PersonRef>,
    /// Whether the caller may act by it now.
    #[serde(default)]
    pub may_act: bool,
    /// Whether the caller may end it.
    #[serde(default)]
    pub may_end: bool,
    /// Version for edits.
    pub version: i32,
    #[serde(skip_serializing)]
    #[schema(ignore)]
    organisation_id: Uuid,
}

const fn ended() -> DelegationStage {
    DelegationStage::Ended
}

/// Somebody of one's own unit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Colleague {
    /// The account.
    pub id: Uuid,
    /// Name of the person.
    pub name: String,
    /// Post, e.g. 统筹处主任科员.
    pub post: Option<String>,
}

/// The delegations that concern the caller, and whom they may name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Delegations {
    /// Those of the caller, as absent person or deputy, and for leaders those of their unit; the latest first.
    pub items: Vec<Delegation>,
    /// Whom the caller may name.
    pub colleagues: Vec<Colleague>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// Who a session acts for, on the pages.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Acting {
    /// The delegation.
    pub delegation_id: Uuid,
    /// Name of the absent person.
    pub name: String,
    /// The last day.
    pub to_on: NaiveDate,
}

/// What the caller may see of delegations.
pub async fn list(ctx: &Ctx) -> Result<Delegations, Error> {
    ctx.require(Action::DelegationRead)?;
    let mut filter = Filter::new();
    visible(ctx, &mut filter);
    let items: Vec<Delegation> =
        sql::rows(&ctx.app.db, filter.apply(&format!("{} limit 200", include_str!("list.sql")))).await?;
    let values = [ctx.actor.account.into(), ctx.actor.organisation.into()];
    let colleagues = if may_name(ctx) {
        sql::rows(&ctx.app.db, statement(include_str!("colleagues.sql"), values)).await?
    } else {
        Vec::new()
    };
    Ok(Delegations { items: items.into_iter().map(|each| each.shown_to(ctx)).collect(), colleagues, as_of: ctx.now })
}

/// Nobody delegates what was delegated to them.
fn may_name(ctx: &Ctx) -> bool {
    ctx.reach(Action::DelegationWrite) != Reach::No && ctx.actor.on_behalf.is_none()
}

fn visible(ctx: &Ctx, filter: &mut Filter) {
    let me = filter.bind(ctx.actor.account);
    let mut ways = format!("d.account_id = {me} or d.deputy_id = {me}");
    if ctx.reach(Action::DelegationRead) == Reach::Org {
        let unit = filter.bind(ctx.actor.organisation);
        ways = format!("{ways} or d.organisation_id = {unit}");
    }
    filter.and_plain(&ways);
}

/// One delegation; what does not concern the caller is missing.
async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Delegation, Error> {
    let mut filter = Filter::new();
    filter.and("d.id = {}", id);
    visible(ctx, &mut filter);
    let found: Option<Delegation> = sql::row(db, filter.apply(include_str!("list.sql"))).await?;
    found.map(|each| each.shown_to(ctx)).ok_or(Error::NotFound)
}

impl Delegation {
    fn shown_to(mut self, ctx: &Ctx) -> Delegation {
        let absence = Absence { from: self.from_on, to: self.to_on };
        self.stage = absence.stage(self.ended_at.is_some(), ctx.today());
        self.roles = delegated(&self.roles);
        self.may_act = self.stage == DelegationStage::Running && self.deputy.id == ctx.actor.account;
        self.may_end = self.stage != DelegationStage::Ended && self.may_be_ended_by(ctx);
        self
    }

    /// Either of the two, or the leader of their unit.
    fn may_be_ended_by(&self, ctx: &Ctx) -> bool {
        let own = [self.person.id, self.deputy.id].contains(&ctx.actor.account);
        let leads = ctx.reach(Action::DelegationRead) == Reach::Org && self.organisation_id == ctx.actor.organisation;
        ctx.reach(Action::DelegationWrite) != Reach::No && (own || leads)
    }
}
