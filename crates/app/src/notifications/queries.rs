//! Reads of one's own messages; nobody reads those of another.

use chrono::{DateTime, Utc};
use luoshi_domain::notifications::NotificationKind;
use luoshi_domain::policy::{Action, Reach};
use sea_orm::{ActiveEnum, ConnectionTrait};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::views::{Notification, Unread};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window};

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationState {
    /// 未读: neither read nor done with.
    Unread,
    /// 未了: not done with, read or not.
    Open,
    /// 已了: what it asked for was done.
    Settled,
}

/// Which messages to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NotificationQuery {
    /// Where they stand; all of them unless said.
    #[param(inline)]
    pub state: Option<NotificationState>,
    /// What they are about.
    #[param(inline)]
    pub kind: Option<NotificationKind>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The caller's messages, the latest first.
pub async fn list(ctx: &Ctx, query: NotificationQuery) -> Result<Page<Notification>, Error> {
    ctx.require(Action::OwnRead)?;
    let window = Window { limit: query.limit, cursor: query.cursor };
    let (limit, after) = (window.limit()?, window.after::<(DateTime<Utc>, Uuid)>()?);
    let mut filter = own(ctx);
    filter.and_some("n.kind = {}", query.kind.map(|kind| kind.to_value()));
    match query.state {
        Some(NotificationState::Unread) => filter.and_plain("n.read_at is null and n.settled_at is null"),
        Some(NotificationState::Open) => filter.and_plain("n.settled_at is null"),
        Some(NotificationState::Settled) => filter.and_plain("n.settled_at is not null"),
        None => &mut filter,
    };
    let total = sql::count(&ctx.app.db, "notification n", &filter).await?;
    if let Some((at, id)) = after {
        let (at, id) = (filter.bind(at), filter.bind(id));
        filter.and_plain(&format!("(n.created_at, n.id) < ({at}, {id})"));
    }
    let sql = format!("{} limit {}", include_str!("list.sql"), limit + 1);
    let items: Vec<Notification> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let items = items.into_iter().map(Notification::placed).collect();
    Ok(sql::page(items, limit, total, ctx.now, |message: &Notification| (message.at, message.id)))
}

/// The messages of the caller in the post and with the rights they hold now.
pub(super) fn own(ctx: &Ctx) -> Filter {
    let mut filter = Filter::new();
    filter
        .and("n.account_id = {}", ctx.actor.account)
        .and("(n.organisation_id is null or n.organisation_id = {})", ctx.actor.organisation)
        .and("(n.needs is null or n.needs = any ({}))", rights(ctx));
    filter
}

/// The rights that the caller holds in any reach, by name.
pub(crate) fn rights(ctx: &Ctx) -> Vec<String> {
    Action::ALL.iter().filter(|right| ctx.reach(**right) != Reach::No).map(|right| right.code().to_owned()).collect()
}

/// How many messages are new to the caller.
pub(super) async fn unread(ctx: &Ctx, db: &impl ConnectionTrait) -> Result<Unread, Error> {
    let mut filter = own(ctx);
    filter.and_plain("n.read_at is null and n.settled_at is null");
    Ok(Unread { unread: sql::count(db, "notification n", &filter).await? })
}
