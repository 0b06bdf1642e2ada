//! Accounts from a table: made without a role, with a one-time password; roles wait for the security administrator.

use luoshi_domain::tables::users::UserRecord;
use luoshi_domain::tables::{CheckedLine, LineChange};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::super::commands::one_time;
use super::{Progress, batches, record};
use crate::error::Error;
use crate::people::receivers::refuse_open_work;
use crate::sql::{self, statement};
use crate::tables::views::NewAccount;
use crate::tx::Tx;

/// Passwords hashed between two words about how far it is.
const HASHED_AT_ONCE: usize = 20;

const INSERT: &str =
    "insert into account (id, login, name, post, organisation_id, roles, requested_roles, requested_by,
        password_hash, must_change_password, password_changed_at, created_at, updated_at)
    select r.id, r.login, r.name, r.post, r.organisation_id, '{}', array(select jsonb_array_elements_text(r.roles)), $3,
        r.hash, true, $2, $2, $2
    from jsonb_to_recordset($1) as r (id uuid, login text, name text, post text, organisation_id uuid, roles jsonb,
        hash text)";

/// Roles in force stay until the decision; what is in force or asked for already is not asked for again.
const UPDATE: &str = "update account a
    set name = r.name, post = r.post, organisation_id = r.organisation_id,
        requested_roles = case when r.asks then array(select jsonb_array_elements_text(r.roles)) else a.requested_roles end,
        requested_by = case when r.asks then $3 else a.requested_by end,
        version = a.version + 1, updated_at = $2
    from jsonb_to_recordset($1) as r (id uuid, name text, post text, organisation_id uuid, roles jsonb, asks boolean)
    where a.id = r.id";

pub(super) async fn apply(
    tx: &Tx<'_>,
    import: Uuid,
    lines: &[CheckedLine<UserRecord>],
    progress: &Progress,
) -> Result<Vec<NewAccount>, Error> {
    let ctx = tx.ctx();
    // Administrators change accounts one after the other.
    sql::execute(&**tx, statement("select pg_advisory_xact_lock(hashtext('account'))", [])).await?;
    let mut made = Vec::new();
    let mut done = 0;
    for batch in batches(lines) {
        let mut created = Vec::new();
        for (id, line) in batch.iter().filter(|(_, line)| line.change == LineChange::Create) {
            if created.len() % HASHED_AT_ONCE == 0 {
                progress.at(done + created.len()).await?;
            }
            let Some(user) = &line.record else { continue };
            let (password, hash) = one_time(ctx, &user.login).await?;
            created.extend(row(*id, line, "hash", json!(hash)));
            made.push(NewAccount { login: user.login.clone(), name: user.name.clone(), one_time_password: password });
        }
        let asks =
            |line: &CheckedLine<UserRecord>| line.differences.iter().any(|difference| difference.column == "角色");
        let changed = batch.iter().filter(|(_, line)| line.change == LineChange::Change);
        for (id, _) in changed.clone().filter(|(_, line)| moves(line)) {
            refuse_open_work(tx, *id).await?;
        }
        let changed: Vec<Json> = changed.filter_map(|(id, line)| row(*id, line, "asks", json!(asks(line)))).collect();
        for (sql, rows) in [(INSERT, created), (UPDATE, changed)] {
            let about = [json!(rows).into(), ctx.now.into(), ctx.actor.account.into()];
            sql::execute(&**tx, statement(sql, about)).await?;
        }
        record(tx, import, ("user.create", "user.update", "user"), &batch).await?;
        done += batch.len();
    }
    progress.at(done).await?;
    Ok(made)
}

/// Whether the person goes to another organisation.
fn moves(line: &CheckedLine<UserRecord>) -> bool {
    line.differences.iter().any(|difference| difference.column == "机构")
}

fn row(id: Uuid, line: &CheckedLine<UserRecord>, field: &str, value: Json) -> Option<Json> {
    let mut row = json!(line.record.as_ref()?);
    let object = row.as_object_mut()?;
    object.insert("id".to_owned(), json!(id));
    object.insert(field.to_owned(), value);
    Some(row)
}
