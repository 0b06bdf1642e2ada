//! Marking one's own messages as read.

use chrono::{DateTime, Utc};
use luoshi_domain::policy::Action;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::{own, unread};
use super::views::Unread;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql;
use crate::tx::{Attempt, Event, Reply, Written};

/// Most messages named in one request.
const MOST: usize = 200;

/// Which messages were read: these, or all that were there at an instant.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationsRead {
    /// These messages, at most 200.
    pub ids: Option<Vec<Uuid>>,
    /// All messages up to the `as_of` of a list; what came later stays new.
    pub until: Option<DateTime<Utc>>,
}

/// Marks messages as read; an id that is not the caller's is missing.
pub async fn mark_read(ctx: &Ctx, input: NotificationsRead) -> Result<Written<Unread>, Error> {
    ctx.write(Attempt::new("notification.read", "notification"), async |tx| {
        ctx.require(Action::OwnWrite)?;
        input.check()?;
        let now = ctx.now;
        let mut filter = own(ctx);
        if let Some(ids) = &input.ids {
            let mut known = own(ctx);
            known.and("n.id = any ({})", ids.clone());
            let mut wanted = ids.clone();
            wanted.sort_unstable();
            wanted.dedup();
            if sql::count(&**tx, "notification n", &known).await? != i64::try_from(wanted.len()).unwrap_or(i64::MAX) {
                return Err(Error::NotFound);
            }
            filter.and("n.id = any ({})", wanted);
        }
        filter.and_some("n.created_at <= {}", input.until).and_plain("n.read_at is null");
        let now = filter.bind(now);
        let update = format!("update notification n set read_at = {now} where /*where*/");
        let read = sql::execute(&**tx, filter.apply(&update)).await?;
        let detail = json!({ "read": read });
        tx.record(Event {
            action: "notification.read",
            object_type: "notification",
            object_id: None,
            label: "",
            detail,
        })
        .await?;
        Ok(Reply::done(unread(ctx, &**tx).await?))
    })
    .await
}

impl NotificationsRead {
    fn check(&self) -> Result<(), Error> {
        match (&self.ids, self.until) {
            (Some(ids), None) if (1..=MOST).contains(&ids.len()) => Ok(()),
            (Some(_), None) => Err(Error::field("/ids", "out_of_range", "请一次选择 1 到 200 条消息")),
            (None, Some(_)) => Ok(()),
            (None, None) => Err(Error::field("/ids", "required", "请选择消息，或用 until 表示到何时为止的全部消息")),
            (Some(_), Some(_)) => Err(Error::field("/until", "not_applicable", "已选择具体消息，请去掉这一项")),
        }
    }
}
