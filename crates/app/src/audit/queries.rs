//! Reads of the audit trail, for the audit administrator alone.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use luoshi_domain::policy::{Action, Role};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::sql::{self, Filter, Page, Window};

/// One line of the audit trail; it never changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditEvent {
    /// Its id.
    pub id: Uuid,
    /// Its place in the trail; later events have greater numbers.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as they were called then.
    pub actor: AuditActor,
    /// What, e.g. `task.issue`.
    pub action: String,
    /// Kind of thing, e.g. `task`.
    pub object_type: String,
    /// Which one.
    pub object_id: Option<Uuid>,
    /// What people call it.
    pub object_label: String,
    /// Whether it was done or refused.
    pub outcome: Outcome,
    /// Code of the refusal.
    pub reason: Option<String>,
    /// States before and after, changed fields, reasons in words.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// The request, as in the logs.
    pub request_id: Option<String>,
    /// Network address it came from.
    pub address: Option<String>,
}

/// Who acted, as they were called and what they were then.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditActor {
    /// The account; null for the machine's operator and for logins that do not exist.
    pub id: Option<Uuid>,
    /// Login name; `cli` for the command line.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Short name of their organisation.
    pub organisation: Option<String>,
    /// Their roles then.
    pub roles: Vec<Role>,
}

/// Whether an attempt was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was refused.
    Refused,
}

/// Which part of the trail to read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Words in the actor's name or login, the object's label or the action.
    pub q: Option<String>,
    /// An account.
    pub actor: Option<Uuid>,
    /// An action, e.g. `report.submit`.
    pub action: Option<String>,
    /// A kind of thing.
    pub object_type: Option<String>,
    /// A thing.
    pub object_id: Option<Uuid>,
    /// Done or refused.
    #[param(inline)]
    pub outcome: Option<Outcome>,
    /// First day in Shanghai.
    pub from: Option<NaiveDate>,
    /// Last day in Shanghai.
    pub to: Option<NaiveDate>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

const EVENTS: &str = include_str!("audit_events.sql");

/// The events that fit, newest first.
pub async fn list(ctx: &Ctx, query: AuditQuery) -> Result<Page<AuditEvent>, Error> {
    ctx.require(Action::AuditRead)?;
    let mut filter = filter(&query)?;
    let window = Window { limit: query.limit, cursor: query.cursor };
    let (limit, after) = (window.limit()?, window.after::<i64>()?);
    let db = &ctx.app.db;
    let total = sql::count(db, "audit_event e", &filter).await?;
    filter.and_some("e.seq < {}", after);
    let items = sql::rows(db, filter.apply(&format!("{EVENTS} limit {}", limit + 1))).await?;
    Ok(sql::page(items, limit, total, ctx.now, |event: &AuditEvent| event.seq))
}

/// One event.
pub async fn view(ctx: &Ctx, id: Uuid) -> Result<AuditEvent, Error> {
    ctx.require(Action::AuditRead)?;
    let mut filter = Filter::new();
    filter.and("e.id = {}", id);
    sql::row(&ctx.app.db, filter.apply(EVENTS)).await?.ok_or(Error::NotFound)
}

fn filter(query: &AuditQuery) -> Result<Filter, Error> {
    let mut filter = Filter::new();
    let words = query.q.as_deref().filter(|q| !q.trim().is_empty()).map(containing);
    filter
        .and_some("concat_ws(' ', e.actor_name, e.actor_login, e.object_label, e.action) ilike {}", words)
        .and_some("e.actor_id = {}", query.actor)
        .and_some("e.action = {}", query.action.clone())
        .and_some("e.object_type = {}", query.object_type.clone())
        .and_some("e.object_id = {}", query.object_id)
        .and_some(
            "e.outcome = {}",
            query.outcome.map(|outcome| if outcome == Outcome::Success { "SUCCESS" } else { "REFUSED" }),
        )
        .and_some("e.at >= {}::date::timestamp at time zone 'Asia/Shanghai'", day("/from", query.from)?)
        .and_some("e.at < ({}::date + 1)::timestamp at time zone 'Asia/Shanghai'", day("/to", query.to)?);
    Ok(filter)
}

/// A day within the reach of plans.
fn day(pointer: &str, day: Option<NaiveDate>) -> Result<Option<NaiveDate>, Error> {
    match day {
        Some(day) if !(2000..=2100).contains(&day.year()) => {
            Err(Error::field(pointer, "out_of_range", "日期应在 2000 年到 2100 年之间"))
        }
        day => Ok(day),
    }
}
