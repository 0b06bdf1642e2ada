//! One's own messages over HTTP.

use actix_web::{get, post};
use luoshi_app::notifications::{self, Notification, NotificationQuery, NotificationsRead, Unread};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_notifications).service(mark_notifications_read);
}

/// List one's own messages, the latest first.
#[utoipa::path(operation_id = "list_notifications", tag = "notifications", params(NotificationQuery), responses((status = 200, body = Page<Notification>)))]
#[get("/notifications")]
async fn list_notifications(
    Read(ctx): Read,
    Query(query): Query<NotificationQuery>,
) -> Result<Found<Page<Notification>>, Problem> {
    Ok(Found(notifications::list(&ctx, query).await?, None))
}

/// Mark some or all of one's own messages as read.
#[utoipa::path(operation_id = "mark_notifications_read", tag = "notifications", request_body = NotificationsRead, responses((status = 200, body = Unread)))]
#[post("/notifications/read")]
async fn mark_notifications_read(write: Write<NotificationsRead>) -> Result<Answer<Unread>, Problem> {
    Ok(Answer(notifications::mark_read(&write.ctx, write.body).await?))
}
