//! Organisations from a table.

use luoshi_domain::tables::organisations::OrganisationRecord;
use luoshi_domain::tables::{CheckedLine, LineChange};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Progress, batches, record};
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::Tx;

const INSERT: &str =
    "insert into organisation (id, code, name, short_name, kind, sort_order, aliases, valid_from, valid_to,
        created_at, updated_at)
    select r.id, r.code, r.name, r.short_name, r.kind, r.sort_order, array(select jsonb_array_elements_text(r.aliases)),
        r.valid_from, r.valid_to, $2, $2
    from jsonb_to_recordset($1) as r (id uuid, code text, name text, short_name text, kind text, sort_order integer,
        aliases jsonb, valid_from date, valid_to date)";

/// Names are not among it: they change by a renaming alone.
const UPDATE: &str = "update organisation o
    set kind = r.kind, sort_order = r.sort_order,
        aliases = array(select jsonb_array_elements_text(r.aliases)), valid_from = r.valid_from, valid_to = r.valid_to,
        updated_at = $2, version = o.version + 1
    from jsonb_to_recordset($1) as r (id uuid, kind text, sort_order integer, aliases jsonb, valid_from date,
        valid_to date)
    where o.id = r.id";

pub(super) async fn apply(
    tx: &Tx<'_>,
    import: Uuid,
    lines: &[CheckedLine<OrganisationRecord>],
    progress: &Progress,
) -> Result<(), Error> {
    let now = tx.ctx().now;
    let mut done = 0;
    for batch in batches(lines) {
        progress.at(done).await?;
        for (sql, change) in [(INSERT, LineChange::Create), (UPDATE, LineChange::Change)] {
            let of = batch.iter().filter(|(_, line)| line.change == change);
            let rows: Json = of.filter_map(|(id, line)| row(*id, line)).collect();
            sql::execute(&**tx, statement(sql, [rows.into(), now.into()])).await?;
        }
        record(tx, import, ("organisation.create", "organisation.update", "organisation"), &batch).await?;
        done += batch.len();
    }
    progress.at(done).await
}

fn row(id: Uuid, line: &CheckedLine<OrganisationRecord>) -> Option<Json> {
    let mut row = json!(line.record.as_ref()?);
    row.as_object_mut()?.insert("id".to_owned(), json!(id));
    Some(row)
}
