//! Writing checked lines into the ledger: by the thousand, never row by row, all in the caller's transaction.

mod milestones;
mod organisations;
mod tasks;
mod users;

use std::cell::Cell;

use luoshi_domain::rule::RuleError;
use luoshi_domain::tables::{CheckedLine, LineChange};
use sea_orm::{DatabaseConnection, Value};
use uuid::Uuid;

use super::check::Records;
use super::views::{NewAccount, TableImport};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::Tx;

/// Lines in one statement; between two of them people are told how far it is and may stop it.
const BATCH: usize = 500;

/// How far an import is: written beside its transaction, so that others can see it while it runs.
pub(super) struct Progress {
    db: DatabaseConnection,
    id: Uuid,
    started: Cell<bool>,
}

impl Progress {
    /// Nothing has been said yet.
    pub fn of(ctx: &Ctx, id: Uuid) -> Progress {
        Progress { db: ctx.app.db.clone(), id, started: Cell::new(false) }
    }

    /// Says that it begins; its turn and its rights are settled.
    pub async fn start(&self) -> Result<(), Error> {
        let sql = "update table_import set running = true, cancel_asked = false, done = 0
             where id = $1 and state = 'CHECKED'";
        sql::execute(&self.db, statement(sql, [self.id.into()])).await?;
        self.started.set(true);
        Ok(())
    }

    /// Says how far it is, and stops where somebody asked for it.
    async fn at(&self, done: usize) -> Result<(), Error> {
        let done = i32::try_from(done).unwrap_or(i32::MAX);
        let sql = "with told as (
                update table_import set done = $2 where id = $1 and state = 'CHECKED' returning cancel_asked
            )
            select to_jsonb(cancel_asked) as view from told";
        let asked: Option<bool> = sql::row(&self.db, statement(sql, [self.id.into(), done.into()])).await?;
        if asked == Some(true) { Err(RuleError::ImportCancelled.into()) } else { Ok(()) }
    }

    /// Says that it is over, whatever came of it.
    pub async fn end(&self) -> Result<(), Error> {
        if !self.started.get() {
            return Ok(());
        }
        let sql = "update table_import set running = false, done = case when state = 'APPLIED' then done else 0 end
             where id = $1 and running";
        sql::execute(&self.db, statement(sql, [self.id.into()])).await?;
        Ok(())
    }
}

/// Writes every new and changed line; new accounts come back with their passwords.
pub(super) async fn apply(
    tx: &Tx<'_>,
    import: &TableImport,
    records: &Records,
    progress: &Progress,
) -> Result<Vec<NewAccount>, Error> {
    match records {
        Records::Tasks(lines) => {
            let plan = import.plan_id.ok_or(Error::NotFound)?;
            tasks::apply(tx, (plan, import.id), lines, progress).await?;
        }
        Records::Milestones(lines) => milestones::apply(tx, import.id, lines, progress).await?,
        Records::Organisations(lines) => organisations::apply(tx, import.id, lines, progress).await?,
        Records::Users(lines) => return users::apply(tx, import.id, lines, progress).await,
    }
    Ok(Vec::new())
}

/// The lines that do something, in batches, each line with the id of what it makes or changes.
fn batches<R>(lines: &[CheckedLine<R>]) -> Vec<Vec<(Uuid, &CheckedLine<R>)>> {
    let doing = lines.iter().filter(|line| matches!(line.change, LineChange::Create | LineChange::Change));
    let doing: Vec<(Uuid, &CheckedLine<R>)> =
        doing.map(|line| (line.target.unwrap_or_else(Uuid::now_v7), line)).collect();
    doing.chunks(BATCH).map(<[_]>::to_vec).collect()
}

/// One event in the audit trail for each line, in one statement.
async fn record<R>(
    tx: &Tx<'_>,
    import: Uuid,
    (create, change, object_type): (&'static str, &'static str, &'static str),
    batch: &[(Uuid, &CheckedLine<R>)],
) -> Result<(), Error> {
    let event = |(id, line): &(Uuid, &CheckedLine<R>)| {
        let action = if line.change == LineChange::Create { create } else { change };
        crate::tx::OwnedEvent {
            action,
            object_type,
            object_id: *id,
            label: line.label.clone(),
            detail: serde_json::json!({ "import": import, "row": line.row, "differences": line.differences }),
        }
    };
    tx.record_all(&batch.iter().map(event).collect::<Vec<_>>()).await
}

/// A bind of the ids of a batch.
fn ids<R>(batch: &[(Uuid, &CheckedLine<R>)]) -> Value {
    batch.iter().map(|(id, _)| *id).collect::<Vec<_>>().into()
}
