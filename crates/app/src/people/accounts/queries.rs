//! Reads of accounts, for the system and the security administrator.

use luoshi_domain::policy::{Action, Role};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{AccountRow, User};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::sql::{self, Filter, Page, Window};

/// Which accounts to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Words in the login, the name, the post or the organisation.
    pub q: Option<String>,
    /// An organisation.
    pub org: Option<Uuid>,
    /// A role, in force or waiting for approval.
    #[param(inline)]
    pub role: Option<Role>,
    /// Disabled ones only, or only those in use.
    pub disabled: Option<bool>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

const ACCOUNTS: &str = include_str!("accounts.sql");

/// The accounts that fit, by organisation.
pub async fn list(ctx: &Ctx, query: UserQuery) -> Result<Page<User>, Error> {
    ctx.require(Action::AccountRead)?;
    let mut filter = filter(&query);
    let window = Window { limit: query.limit, cursor: query.cursor };
    let (limit, after) = (window.limit()?, window.after::<(i32, String, String)>()?);
    let db = &ctx.app.db;
    let total = sql::count(db, "account a join organisation o on o.id = a.organisation_id", &filter).await?;
    if let Some((order, code, login)) = after {
        let (order, code, login) = (filter.bind(order), filter.bind(code), filter.bind(login));
        filter.and_plain(&format!("(o.sort_order, o.code, a.login) > ({order}, {code}, {login})"));
    }
    let rows: Vec<AccountRow> = sql::rows(db, filter.apply(&format!("{ACCOUNTS} limit {}", limit + 1))).await?;
    let page = sql::page(rows, limit, total, ctx.now, |row| row.order.clone());
    let items = page.items.into_iter().map(|row| row.shown_to(ctx)).collect();
    Ok(Page { items, next_cursor: page.next_cursor, total, as_of: page.as_of })
}

/// One account.
pub async fn view(ctx: &Ctx, id: Uuid) -> Result<User, Error> {
    ctx.require(Action::AccountRead)?;
    Ok(row(&ctx.app.db, id).await?.shown_to(ctx))
}

/// The row behind the view.
pub(super) async fn row(db: &impl ConnectionTrait, id: Uuid) -> Result<AccountRow, Error> {
    let mut filter = Filter::new();
    filter.and("a.id = {}", id);
    sql::row(db, filter.apply(ACCOUNTS)).await?.ok_or(Error::NotFound)
}

fn filter(query: &UserQuery) -> Filter {
    let mut filter = Filter::new();
    let words = query.q.as_deref().filter(|q| !q.trim().is_empty()).map(containing);
    filter
        .and_some("concat_ws(' ', a.login, a.name, a.post, o.name, o.short_name) ilike {}", words)
        .and_some("a.organisation_id = {}", query.org)
        .and_some("{} = any (a.roles || coalesce(a.requested_roles, array[]::text[]))", query.role.map(Role::code));
    match query.disabled {
        Some(true) => filter.and_plain("a.disabled_at is not null"),
        Some(false) => filter.and_plain("a.disabled_at is null"),
        None => &mut filter,
    };
    filter
}
