//! Reading bulletins: the list, and one with its paper made from the frozen snapshot.

use chrono::{DateTime, Utc};
use luoshi_domain::bulletin::BulletinState;
use luoshi_domain::bulletin::frozen::Frozen;
use luoshi_domain::bulletin::paper::{Paper, Words, compose};
use luoshi_domain::policy::{Action, Reach};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use uuid::Uuid;

use super::freezing::{canonical, hash};
use super::steps;
use super::views::{Bulletin, BulletinSummary};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window, statement};
use crate::tasks::queries::codes;

/// Filters of the list of bulletins.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct BulletinFilter {
    /// The plan; all unless said.
    pub plan_id: Option<Uuid>,
    /// States, e.g. `DRAFT,ISSUED`.
    pub state: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The condition under which the caller reads a bulletin `b`: who writes or approves them reads drafts too.
pub(crate) fn seen(ctx: &Ctx) -> &'static str {
    let any = |right| ctx.reach(right) != Reach::No;
    if any(Action::BulletinWrite) || any(Action::BulletinApprove) { "true" } else { "b.state = 'ISSUED'" }
}

/// The bulletins that the caller may read, last changed first.
pub async fn list(ctx: &Ctx, wanted: BulletinFilter) -> Result<Page<BulletinSummary>, Error> {
    ctx.require(Action::BulletinRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    filter.and_plain(seen(ctx));
    filter.and_some("f.plan_id = {}", wanted.plan_id);
    filter.and_some("b.state = any({})", codes::<BulletinState>("/state", wanted.state.as_deref())?);
    let total = sql::count(&ctx.app.db, "bulletin b join frozen_snapshot f on f.id = b.frozen_id", &filter).await?;
    if let Some((updated_at, id)) = window.after::<(DateTime<Utc>, Uuid)>()? {
        let (updated_at, id) = (filter.bind(updated_at), filter.bind(id));
        filter.and_plain(&format!("(b.updated_at, b.id) < ({updated_at}, {id})"));
    }
    let sql = include_str!("list.sql").replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<BulletinSummary> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |bulletin| (bulletin.updated_at, bulletin.id)))
}

/// One bulletin with its paper.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Bulletin, Error> {
    ctx.require(Action::BulletinRead)?;
    find(ctx, &ctx.app.db, id).await
}

#[derive(Deserialize)]
struct Read {
    frozen: String,
    issued: Option<String>,
    bulletin: Bulletin,
}

/// The same inside or outside of a transaction.
pub(super) async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Bulletin, Error> {
    let sql = include_str!("view.sql").replace("/*seen*/", seen(ctx));
    let read: Option<Read> = sql::row(db, statement(&sql, [id.into()])).await?;
    let Read { frozen, issued, mut bulletin } = read.ok_or(Error::NotFound)?;
    let made = canonical(&made(&frozen, &bulletin)?)?;
    bulletin.reproduced = issued.as_ref().map(|issued| *issued == made);
    let text = issued.unwrap_or(made);
    bulletin.paper_sha256 = hash(&text);
    bulletin.paper = Some(parse::<Paper>(&text)?);
    bulletin.actions = steps::allowed(ctx, &bulletin);
    Ok(bulletin)
}

/// The paper from the frozen snapshot and the words of the office, and from nothing else.
fn made(frozen: &str, bulletin: &Bulletin) -> Result<Paper, Error> {
    let words = Words { foreword: bulletin.foreword.clone(), demands: bulletin.demands.clone() };
    Ok(compose(&parse::<Frozen>(frozen)?, &words))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Internal(format!("what was kept cannot be read: {error}")))
}
