//! Writing the digests of a day into the outbox, all of them in one transaction.

use chrono::NaiveDate;
use luoshi_domain::mail::MailTopic;
use luoshi_domain::notifications::NotificationKind;
use luoshi_domain::policy::{Action, Reach, Role, cell};
use sea_orm::{Iterable, TransactionTrait};
use serde_json::{Value, json};

use super::outbox::LOCK;
use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// Writes one digest for each person with open messages that no mail has carried yet; nobody gets a second one that day.
pub(super) async fn write(app: &App, day: NaiveDate) -> Result<(), Error> {
    let tx = app.db.begin().await?;
    sql::execute(&tx, statement(LOCK, [])).await?;
    let values = [day.into(), app.clock.now().into(), topics().into(), rights().into()];
    let told = sql::execute(&tx, statement(include_str!("digest.sql"), values)).await?;
    tx.commit().await?;
    if told > 0 {
        tracing::info!(messages = told, "mail.digests_written");
    }
    Ok(())
}

/// The topic of each kind of message.
pub(super) fn topics() -> Value {
    NotificationKind::iter().map(|kind| json!({ "kind": kind.code(), "topic": MailTopic::of(kind) })).collect()
}

/// The rights of each role, by name: who lost one is no longer told what needs it.
pub(crate) fn rights() -> Value {
    let of = |role: Role| {
        let held = Action::ALL.iter().filter(move |right| cell(role, **right) != Reach::No);
        held.map(move |right| json!({ "role": role.code(), "right": right.code() }))
    };
    Role::ALL.into_iter().flat_map(of).collect()
}
