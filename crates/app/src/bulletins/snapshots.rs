//! Reading what was kept: the list of snapshots, and the whole of a frozen one byte for byte.

use chrono::NaiveDate;
use luoshi_domain::policy::Action;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::queries;
use super::views::Snapshot;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window, statement};

/// Filters of the list of snapshots.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct SnapshotFilter {
    /// The plan; all unless said.
    pub plan_id: Option<Uuid>,
    /// Only those that the end of a cycle froze, or only the others.
    pub frozen: Option<bool>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The snapshots, latest first.
pub async fn list(ctx: &Ctx, wanted: SnapshotFilter) -> Result<Page<Snapshot>, Error> {
    ctx.require(Action::SnapshotRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    filter.and_some("s.plan_id = {}", wanted.plan_id);
    filter.and_some("(s.kind = 'CYCLE_END') = {}", wanted.frozen);
    let total = sql::count(&ctx.app.db, "snapshot s", &filter).await?;
    if let Some((day, plan)) = window.after::<(NaiveDate, Uuid)>()? {
        let (day, plan) = (filter.bind(day), filter.bind(plan));
        filter.and_plain(&format!("(s.day, s.plan_id) < ({day}, {plan})"));
    }
    let seen = queries::seen(ctx);
    let sql = include_str!("snapshots.sql").replace("/*seen*/", seen).replace("/*limit*/", &(limit + 1).to_string());
    let items: Vec<Snapshot> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |snapshot| (snapshot.day, snapshot.plan_id)))
}

/// One frozen snapshot.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Snapshot, Error> {
    ctx.require(Action::SnapshotRead)?;
    let mut filter = Filter::new();
    filter.and("f.id = {}", id);
    let seen = queries::seen(ctx);
    let sql = include_str!("snapshots.sql").replace("/*seen*/", seen).replace("/*limit*/", "1");
    sql::row(&ctx.app.db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
}

#[derive(Deserialize)]
struct Whole {
    day: NaiveDate,
    content: String,
}

/// The whole, as it was written down, with the name of its file.
pub async fn content(ctx: &Ctx, id: Uuid) -> Result<(String, String), Error> {
    ctx.require(Action::SnapshotRead)?;
    let whole = "select jsonb_build_object('day', day, 'content', content) as view from frozen_snapshot where id = $1";
    let whole: Option<Whole> = sql::row(&ctx.app.db, statement(whole, [id.into()])).await?;
    let whole = whole.ok_or(Error::NotFound)?;
    Ok((format!("冻结快照-{}.json", whole.day), whole.content))
}
