//! Milestones from a table.

use std::collections::BTreeSet;

use luoshi_domain::tables::milestones::MilestoneRecord;
use luoshi_domain::tables::{CheckedLine, LineChange};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Progress, batches, record};
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::Tx;

const INSERT: &str =
    "insert into milestone (id, task_id, ord, title, deliverable, due_on, baseline_due_on, weight, is_key,
        state)
    select r.id, r.task_id, r.ord, r.title, r.deliverable, r.due_on, r.due_on, r.weight, r.is_key, 'NOT_SUBMITTED'
    from jsonb_to_recordset($1) as r (id uuid, task_id uuid, ord integer, title text, deliverable text, due_on date,
        weight integer, is_key boolean)";

const UPDATE: &str = "update milestone m
    set title = r.title, deliverable = r.deliverable, due_on = r.due_on, baseline_due_on = r.due_on, weight = r.weight,
        is_key = r.is_key, version = m.version + 1
    from jsonb_to_recordset($1) as r (id uuid, title text, deliverable text, due_on date, weight integer, is_key boolean)
    where m.id = r.id";

pub(super) async fn apply(
    tx: &Tx<'_>,
    import: Uuid,
    lines: &[CheckedLine<MilestoneRecord>],
    progress: &Progress,
) -> Result<(), Error> {
    let ctx = tx.ctx();
    let mut done = 0;
    for batch in batches(lines) {
        progress.at(done).await?;
        let rows = |change| -> Json {
            let of = batch.iter().filter(|(_, line)| line.change == change);
            of.filter_map(|(id, line)| row(*id, line)).collect()
        };
        sql::execute(&**tx, statement(INSERT, [rows(LineChange::Create).into()])).await?;
        sql::execute(&**tx, statement(UPDATE, [rows(LineChange::Change).into()])).await?;
        record(tx, import, ("milestone.create", "milestone.update", "milestone"), &batch).await?;
        let tasks: BTreeSet<Uuid> =
            batch.iter().filter_map(|(_, line)| line.record.as_ref()).map(|r| r.task_id).collect();
        let tasks: Value = tasks.into_iter().collect::<Vec<_>>().into();
        let sql = "update task set version = version + 1, updated_at = $2 where id = any($1)";
        sql::execute(&**tx, statement(sql, [tasks.clone(), ctx.now.into()])).await?;
        stored::refresh_all(ctx, &**tx, tasks).await?;
        done += batch.len();
    }
    progress.at(done).await
}

fn row(id: Uuid, line: &CheckedLine<MilestoneRecord>) -> Option<Json> {
    let mut row = json!(line.record.as_ref()?);
    row.as_object_mut()?.insert("id".to_owned(), json!(id));
    Some(row)
}
