//! Reads of organisations, for everybody; the numbers only for those who may read what is counted.

use luoshi_domain::people::OrgKind;
use luoshi_domain::policy::{Action, Reach};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::Organisation;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::sql::{self, Filter, Page, Window};

/// Which organisations to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrganisationQuery {
    /// Words in the code, a name or an alias.
    pub q: Option<String>,
    /// What it is in the field.
    #[param(inline)]
    pub kind: Option<OrgKind>,
    /// Rows wanted, 1 to 200; 200 unless said, because lists to choose from need all.
    pub limit: Option<u64>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The organisations that fit, in 建制顺序.
pub async fn list(ctx: &Ctx, query: OrganisationQuery) -> Result<Page<Organisation>, Error> {
    ctx.require(Action::OrganisationRead)?;
    let mut filter = filter(&query);
    let window = Window { limit: query.limit.or(Some(sql::MOST_ROWS)), cursor: query.cursor };
    let (limit, after) = (window.limit()?, window.after::<(i32, String)>()?);
    let db = &ctx.app.db;
    let total = sql::count(db, "organisation o", &filter).await?;
    if let Some((order, code)) = after {
        let (order, code) = (filter.bind(order), filter.bind(code));
        filter.and_plain(&format!("(o.sort_order, o.code) > ({order}, {code})"));
    }
    let items = rows(ctx, db, filter, Some(limit + 1)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |item: &Organisation| (item.sort_order, item.code.clone())))
}

/// The organisation as the caller sees it.
pub(super) async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Organisation, Error> {
    let mut filter = Filter::new();
    filter.and("o.id = {}", id);
    rows(ctx, db, filter, None).await?.pop().ok_or(Error::NotFound)
}

async fn rows(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    mut filter: Filter,
    limit: Option<u64>,
) -> Result<Vec<Organisation>, Error> {
    let tasks = ctx.reach(Action::TaskRead);
    let sql = include_str!("organisations.sql")
        .replace(":reads_accounts", &filter.bind(ctx.reach(Action::AccountRead) != Reach::No))
        .replace(":reads_all_tasks", &filter.bind(tasks == Reach::All))
        .replace(":reads_tasks_of", &filter.bind((tasks == Reach::Org).then_some(ctx.actor.organisation)));
    let limit = limit.map(|limit| format!(" limit {limit}")).unwrap_or_default();
    sql::rows(db, filter.apply(&format!("{sql}{limit}"))).await
}

fn filter(query: &OrganisationQuery) -> Filter {
    let mut filter = Filter::new();
    let words = query.q.as_deref().filter(|q| !q.trim().is_empty()).map(containing);
    filter
        .and_some("concat_ws(' ', o.code, o.name, o.short_name, array_to_string(o.aliases, ' ')) ilike {}", words)
        .and_some("o.kind = {}", query.kind.map(|kind| kind.to_value()));
    filter
}
