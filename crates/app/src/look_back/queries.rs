//! Reading samples.

use luoshi_domain::look_back::{closed_until, sample_size};
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{LookBack, LookBacks};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};

/// Every draw of a plan, and what could be drawn from now.
pub async fn list(ctx: &Ctx, plan: Uuid) -> Result<LookBacks, Error> {
    ctx.require(Action::LookBackRead)?;
    let db = &ctx.app.db;
    let known = "select to_jsonb(true) as view from plan where id = $1";
    let known: Option<bool> = sql::row(db, statement(known, [plan.into()])).await?;
    known.ok_or(Error::NotFound)?;
    let mut filter = Filter::new();
    filter.and("b.plan_id = {}", plan);
    let items = read(ctx, db, &filter).await?;
    let waiting = population(ctx, db, plan).await?.len();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(LookBacks {
        items,
        population: count(waiting),
        sample_size: count(sample_size(waiting)),
        closed_until: closed_until(ctx.today()),
        may_draw: ctx.reach(Action::LookBackDraw) != Reach::No,
        as_of: ctx.now,
    })
}

/// The closed tasks that a draw takes from today, by id.
pub(super) async fn population(ctx: &Ctx, db: &impl ConnectionTrait, plan: Uuid) -> Result<Vec<Uuid>, Error> {
    let values = [plan.into(), closed_until(ctx.today()).into()];
    sql::rows(db, statement(include_str!("population.sql"), values)).await
}

/// One draw.
pub(super) async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<LookBack, Error> {
    let mut filter = Filter::new();
    filter.and("b.id = {}", id);
    read(ctx, db, &filter).await?.pop().ok_or(Error::NotFound)
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<LookBack>, Error> {
    let mut draws: Vec<LookBack> = sql::rows(db, filter.apply(include_str!("list.sql"))).await?;
    for item in draws.iter_mut().flat_map(|draw| &mut draw.sample) {
        item.actions = item.allowed(ctx);
    }
    Ok(draws)
}
