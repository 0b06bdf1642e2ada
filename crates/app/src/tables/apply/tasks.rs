//! Tasks from a table: words, days, clauses, organisations and lights, a batch in a handful of statements.

use luoshi_domain::light::RULE_VERSION;
use luoshi_domain::tables::tasks::TaskRecord;
use luoshi_domain::tables::{CheckedLine, LineChange};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Progress, batches, ids, record};
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tasks::stored;
use crate::tx::Tx;

const INSERT: &str = "insert into task (id, plan_id, measure_id, code, title, deliverable, deliverable_kinds,
        acceptance_standard, nature, is_key, lead_org_id, start_on, baseline_due_on, due_on, state, light, light_since,
        light_on, light_rule_version, created_by, created_at, updated_at)
    select r.id, $2, r.measure_id, r.code, r.title, r.deliverable, array(select jsonb_array_elements_text(r.kinds)),
        r.acceptance_standard, r.nature, r.is_key, r.lead, r.start_on, r.due_on, r.due_on, 'DRAFT', 'NOT_STARTED', $3,
        $3, $4, $5, $6, $6
    from jsonb_to_recordset($1) as r (id uuid, measure_id uuid, code text, title text, deliverable text, kinds jsonb,
        acceptance_standard text, nature text, is_key boolean, lead uuid, start_on date, due_on date)";

const UPDATE: &str = "update task t
    set title = r.title, deliverable = r.deliverable, deliverable_kinds = array(select jsonb_array_elements_text(r.kinds)),
        acceptance_standard = r.acceptance_standard, nature = r.nature, is_key = r.is_key, lead_org_id = r.lead,
        start_on = r.start_on, baseline_due_on = r.due_on, due_on = r.due_on, updated_at = $2, version = t.version + 1
    from jsonb_to_recordset($1) as r (id uuid, title text, deliverable text, kinds jsonb, acceptance_standard text,
        nature text, is_key boolean, lead uuid, start_on date, due_on date)
    where t.id = r.id and t.state = 'DRAFT'";

const CLAUSES: &str = "insert into task_clause (task_id, clause_id)
    select r.id, c.id::uuid
    from jsonb_to_recordset($1) as r (id uuid, clause_ids jsonb)
    cross join lateral jsonb_array_elements_text(r.clause_ids) as c (id)";

const DUTIES: &str = "insert into task_organisation (task_id, organisation_id, duty, ord)
    select r.id, d.id::uuid, d.duty, d.ord
    from jsonb_to_recordset($1) as r (id uuid, responsible jsonb, supporting jsonb)
    cross join lateral (
        select id, 'RESPONSIBLE' as duty, ord from jsonb_array_elements_text(r.responsible) with ordinality as o (id, ord)
        union all
        select id, 'SUPPORTING', ord from jsonb_array_elements_text(r.supporting) with ordinality as o (id, ord)
    ) as d";

/// A clause that now has a task is decomposed after all.
const DECOMPOSED: &str = "update clause set not_decomposed_reason = null, version = version + 1
    where not_decomposed_reason is not null
        and id in (select clause_id from task_clause where task_id = any($1))";

pub(super) async fn apply(
    tx: &Tx<'_>,
    (plan, import): (Uuid, Uuid),
    lines: &[CheckedLine<TaskRecord>],
    progress: &Progress,
) -> Result<(), Error> {
    let mut done = 0;
    for batch in batches(lines) {
        progress.at(done).await?;
        write(tx, plan, &batch).await?;
        record(tx, import, ("task.create", "task.update", "task"), &batch).await?;
        done += batch.len();
    }
    progress.at(done).await
}

async fn write(tx: &Tx<'_>, plan: Uuid, batch: &[(Uuid, &CheckedLine<TaskRecord>)]) -> Result<(), Error> {
    let ctx = tx.ctx();
    let (made, changed) = (rows(batch, LineChange::Create), rows(batch, LineChange::Change));
    let about: [Value; 6] =
        [made.into(), plan.into(), ctx.today().into(), RULE_VERSION.into(), ctx.actor.account.into(), ctx.now.into()];
    sql::execute(&**tx, statement(INSERT, about)).await?;
    sql::execute(&**tx, statement(UPDATE, [changed.into(), ctx.now.into()])).await?;
    for links in ["task_clause", "task_organisation"] {
        let sql = format!("delete from {links} where task_id = any($1)");
        sql::execute(&**tx, statement(&sql, [ids(batch)])).await?;
    }
    let all: Vec<Json> = batch.iter().filter_map(|(id, line)| row(*id, line)).collect();
    for links in [CLAUSES, DUTIES] {
        sql::execute(&**tx, statement(links, [json!(all).into()])).await?;
    }
    sql::execute(&**tx, statement(DECOMPOSED, [ids(batch)])).await?;
    stored::refresh_all(ctx, &**tx, ids(batch)).await
}

fn rows(batch: &[(Uuid, &CheckedLine<TaskRecord>)], change: LineChange) -> Json {
    batch.iter().filter(|(_, line)| line.change == change).filter_map(|(id, line)| row(*id, line)).collect()
}

fn row(id: Uuid, line: &CheckedLine<TaskRecord>) -> Option<Json> {
    let mut row = json!(line.record.as_ref()?);
    row.as_object_mut()?.insert("id".to_owned(), json!(id));
    Some(row)
}
