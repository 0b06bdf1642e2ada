//! What follows from a recorded event: messages that asked for it are done, and those whom it concerns are told, all in
//! the transaction of the event itself.

use luoshi_domain::notifications::{Audience, Happened, NotificationKind, Telling, Waits, may_settle, telling};
use luoshi_domain::policy::{Action, Reach, Role, cell};
use sea_orm::{ActiveEnum, ConnectionTrait, Iterable, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};
use crate::tx::Recorded;

const SUBJECT: &str = include_str!("subject.sql");
const TELL: &str = include_str!("tell.sql");
const SETTLE: &str = include_str!("settle.sql");

/// Settles and tells what follows from the events of one write.
pub(crate) async fn follow(ctx: &Ctx, tx: &impl ConnectionTrait, events: &[Recorded]) -> Result<(), Error> {
    for event in events {
        let Some(object) = event.object_id else { continue };
        if may_settle(&event.action) {
            settle_about(ctx, tx, &event.object_type, object).await?;
        }
        let happened = Happened { action: &event.action, asks_for_roles: asks_for_roles(&event.detail) };
        if let Some(telling) = telling(&happened) {
            tell(ctx, tx, event, object, telling).await?;
        }
    }
    Ok(())
}

fn asks_for_roles(detail: &Json) -> bool {
    let asked = |roles: &Json| roles.as_array().is_some_and(|roles| !roles.is_empty());
    asked(&detail["requested_roles"]) || asked(&detail["changed"]["requested_roles"]["to"])
}

async fn tell(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    event: &Recorded,
    object: Uuid,
    telling: Telling,
) -> Result<(), Error> {
    let by = Some(ctx.organisation.clone()).filter(|organisation| !organisation.is_empty());
    let values: [Value; 14] = [
        event.object_type.clone().into(),
        object.into(),
        meant(telling.to).into(),
        telling.kind.code().into(),
        telling.kind.is_gathered().into(),
        (telling.kind.waits() != Waits::Nothing).into(),
        ctx.actor.person.into(),
        ctx.now.into(),
        ctx.today().into(),
        by.as_ref().map(|_| ctx.name.clone()).into(),
        by.into(),
        event.detail["comment"].as_str().map(str::to_owned).into(),
        event.action.split_once('.').map(|(_, step)| step.to_owned()).into(),
        event.id.to_string().into(),
    ];
    sql::execute(tx, statement(&TELL.replace("/*subject*/", SUBJECT), values)).await?;
    Ok(())
}

/// The audiences as rows: a right becomes the roles that hold it, everywhere or over their own unit.
fn meant(audiences: &[Audience]) -> Json {
    let row = |(ord, audience): (usize, &Audience)| match audience {
        Audience::Holders(right) => json!({
            "needs": right.code(), "everywhere": holders(*right, Reach::All), "unit": holders(*right, Reach::Org),
            "ord": ord }),
        Audience::Authors => json!({ "authors": true, "ord": ord }),
        Audience::Person => json!({ "person": true, "ord": ord }),
    };
    audiences.iter().enumerate().map(row).collect::<Vec<_>>().into()
}

/// The roles that hold a right with this reach.
pub(super) fn holders(right: Action, reach: Reach) -> Vec<&'static str> {
    Role::ALL.into_iter().filter(|role| cell(*role, right) == reach).map(Role::code).collect()
}

async fn settle_about(ctx: &Ctx, tx: &impl ConnectionTrait, kind: &str, object: Uuid) -> Result<(), Error> {
    let mut filter = Filter::new();
    let (kind, object) = (filter.bind(kind), filter.bind(object));
    let subject = SUBJECT.replace("$1", &kind).replace("$2", &object);
    let topics =
        format!("n.topic_id in ({subject} select topic_id from subject union all select cycle_id from subject)");
    filter.and_plain(&topics);
    settle(ctx.now.into(), tx, filter).await
}

/// Settles every message whose cause is gone, for what changed without an event: a due day, a window, a unit.
pub(super) async fn settle_all(now: Value, db: &impl ConnectionTrait) -> Result<(), Error> {
    settle(now, db, Filter::new()).await
}

async fn settle(now: Value, db: &impl ConnectionTrait, mut filter: Filter) -> Result<(), Error> {
    let (now, waits) = (filter.bind(now), filter.bind(waiting()));
    let sql = SETTLE.replace("/*now*/", &now).replace("/*waits*/", &waits);
    sql::execute(db, filter.apply(&sql)).await?;
    Ok(())
}

fn waiting() -> Json {
    let row = |kind: NotificationKind| match kind.waits() {
        Waits::Nothing => None,
        Waits::For(states) | Waits::ForReports(states) => Some(json!({ "kind": kind.to_value(), "states": states })),
    };
    NotificationKind::iter().filter_map(row).collect::<Vec<_>>().into()
}
