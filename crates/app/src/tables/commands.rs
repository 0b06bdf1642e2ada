//! Checking a table and applying it: the check stores what would be done, applying does exactly that or nothing.

use luoshi_domain::rule::RuleError;
use luoshi_domain::tables::{LineChange, TableKind};
use sea_orm::{ActiveEnum, ConnectionTrait, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::apply::{self, Progress};
use super::check::{self, Checked};
use super::queries::{self, applicable, find};
use super::right;
use super::views::{ImportStep, NewAccount, TableImport};
use crate::app::Ctx;
use crate::error::Error;
use crate::files::Received;
use crate::people::password;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A file on its way in.
#[derive(Debug)]
pub struct Upload {
    /// Which table it is.
    pub kind: TableKind,
    /// The plan; needed for tasks and milestones.
    pub plan_id: Option<Uuid>,
    /// Its name on the sender's machine.
    pub file_name: String,
    /// Its bytes, under a temporary name.
    pub received: Received,
}

/// What to do with a checked table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportAction {
    /// 导入: all lines or none.
    Apply,
    /// 停下: what is being applied is taken back.
    Cancel,
}

/// A step of an import.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportTransition {
    /// What to do.
    pub action: ImportAction,
}

/// Refuses callers without the right before their file is read.
pub fn may_upload(ctx: &Ctx) -> Result<(), Error> {
    queries::require(ctx)
}

/// Reads and judges a file; nothing but the import itself is stored.
pub async fn check(ctx: &Ctx, upload: Upload) -> Result<Written<TableImport>, Error> {
    let Upload { kind, plan_id, file_name, received } = upload;
    ctx.require(right(kind))?;
    let plan_id = plan_for(ctx, kind, plan_id).await?;
    let checked = check::check(ctx, &ctx.app.db, (kind, plan_id), received.path().to_owned()).await?;
    let (sha256, size) = (received.sha256.clone(), received.size);
    ctx.app.files.keep(received).await?;
    ctx.write(Attempt::new("table.check", "table_import"), async |tx| {
        let id = Uuid::now_v7();
        let facts = Facts { kind, plan_id, file_name: &file_name, sha256: &sha256, size };
        insert(ctx, tx, id, &facts, &checked).await?;
        insert_lines(tx, id, &checked.lines).await?;
        let import = find(ctx, &**tx, id).await?;
        record(tx, "table.check", &import, json!({ "problems": import.problem_count })).await?;
        Ok(Reply::created(import, 1, format!("/api/v1/table-imports/{id}")))
    })
    .await
}

struct Facts<'a> {
    kind: TableKind,
    plan_id: Option<Uuid>,
    file_name: &'a str,
    sha256: &'a str,
    size: u64,
}

/// The plan of a table of tasks or milestones; the other tables have none.
async fn plan_for(ctx: &Ctx, kind: TableKind, plan: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    if !matches!(kind, TableKind::Tasks | TableKind::Milestones) {
        return Ok(None);
    }
    let missing = || Error::field("/plan_id", "not_found", "请选择方案");
    let plan = plan.ok_or_else(missing)?;
    let sql = "select to_jsonb(id) as view from plan where id = $1";
    let found: Option<Uuid> = sql::row(&ctx.app.db, statement(sql, [plan.into()])).await?;
    found.map(Some).ok_or_else(missing)
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, id: Uuid, facts: &Facts<'_>, checked: &Checked) -> Result<(), Error> {
    let values: [Value; 18] = [
        id.into(),
        facts.kind.to_value().into(),
        facts.plan_id.into(),
        shown_name(facts.file_name).into(),
        facts.sha256.into(),
        i64::try_from(facts.size).unwrap_or(i64::MAX).into(),
        checked.sheet.clone().into(),
        checked.columns.clone().into(),
        checked.ignored.clone().into(),
        checked.fingerprint()?.into(),
        checked.count(LineChange::Create).into(),
        checked.count(LineChange::Change).into(),
        checked.count(LineChange::Unchanged).into(),
        checked.problems().into(),
        json!(checked.head_problems).into(),
        ctx.actor.account.into(),
        ctx.now.into(),
        "CHECKED".into(),
    ];
    let sql = "insert into table_import (id, kind, plan_id, file_name, sha256, size, sheet, columns, ignored_columns,
            fingerprint, creates, changes, unchanged, problem_count, head_problems, created_by, created_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    sql::execute(&**tx, statement(sql, values)).await?;
    Ok(())
}

/// The name as it is shown: no control or direction marks, no folders, not endless.
fn shown_name(name: &str) -> String {
    let odd = |c: &char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !odd(c)).take(200).collect()
}

async fn insert_lines(tx: &Tx<'_>, id: Uuid, lines: &[Json]) -> Result<(), Error> {
    let sql = "insert into table_import_line (import_id, row, label, change, cells, differences, problems)
         select $1, r.row, r.label, r.change, array(select jsonb_array_elements_text(r.cells)), r.differences, r.problems
         from jsonb_to_recordset($2) as r (row integer, label text, change text, cells jsonb, differences jsonb,
            problems jsonb)";
    for chunk in lines.chunks(2_000) {
        sql::execute(&**tx, statement(sql, [id.into(), json!(chunk).into()])).await?;
    }
    Ok(())
}

async fn record(tx: &Tx<'_>, action: &str, import: &TableImport, more: Json) -> Result<(), Error> {
    let mut detail = json!({ "kind": import.kind, "file_name": import.file_name, "sha256": import.sha256,
        "creates": import.creates, "changes": import.changes, "unchanged": import.unchanged });
    if let (Some(detail), Json::Object(more)) = (detail.as_object_mut(), more) {
        detail.extend(more);
    }
    let (label, object_id) = (format!("{} {}", import.kind.title(), import.file_name), Some(import.id));
    tx.record(Event { action, object_type: "table_import", object_id, label: &label, detail }).await
}

/// Applies a checked table, or asks a running one to stop.
pub async fn transition(ctx: &Ctx, id: Uuid, step: &ImportTransition) -> Result<Written<ImportStep>, Error> {
    queries::require(ctx)?;
    match step.action {
        ImportAction::Cancel => cancel(ctx, id).await,
        ImportAction::Apply => {
            let progress = Progress::of(ctx, id);
            let applied = run(ctx, id, &progress).await;
            progress.end().await?;
            applied
        }
    }
}

async fn cancel(ctx: &Ctx, id: Uuid) -> Result<Written<ImportStep>, Error> {
    let written = ctx
        .write(Attempt::on("table.cancel", "table_import", id), async |tx| {
            let import = find(ctx, &**tx, id).await?;
            if !import.running {
                return Err(RuleError::StepNotPossible.into());
            }
            // Where nobody holds the turn, nobody runs any more: the server was stopped in the midst of it.
            let sql = "update table_import
                 set cancel_asked = true, running = not pg_try_advisory_xact_lock(hashtext('table.apply'))
                 where id = $1";
            sql::execute(&**tx, statement(sql, [id.into()])).await?;
            record(tx, "table.cancel", &import, json!({})).await?;
            let version = import.version;
            Ok(Reply::changed(import, version))
        })
        .await?;
    Ok(with_accounts(written, None))
}

async fn run(ctx: &Ctx, id: Uuid, progress: &Progress) -> Result<Written<ImportStep>, Error> {
    let mut accounts = Vec::new();
    let written = ctx
        .write(Attempt::on("table.apply", "table_import", id), async |tx| {
            // One import at a time: two could each believe the same code to be free.
            sql::execute(&**tx, statement("select pg_advisory_xact_lock(hashtext('table.apply'))", [])).await?;
            let import = find(ctx, &**tx, id).await?;
            ctx.require(right(import.kind))?;
            ctx.expect_version(import.version)?;
            applicable(&import)?;
            progress.start().await?;
            if let Some(plan) = import.plan_id {
                sql::execute(&**tx, statement("select 1 from plan where id = $1 for update", [plan.into()])).await?;
            }
            let path = ctx.app.files.path(&import.sha256);
            let checked = check::check(ctx, &**tx, (import.kind, import.plan_id), path).await?;
            if checked.fingerprint()? != fingerprint(&**tx, id).await? {
                return Err(RuleError::ImportOutdated.into());
            }
            accounts = apply::apply(tx, &import, &checked.records, progress).await?;
            finish(ctx, tx, id).await?;
            let import = find(ctx, &**tx, id).await?;
            record(tx, "table.apply", &import, json!({})).await?;
            let version = import.version;
            Ok(Reply::changed(import, version))
        })
        .await?;
    Ok(with_accounts(written, Some(accounts)))
}

async fn fingerprint(db: &impl ConnectionTrait, id: Uuid) -> Result<String, Error> {
    let sql = "select to_jsonb(fingerprint) as view from table_import where id = $1";
    sql::row(db, statement(sql, [id.into()])).await?.ok_or(Error::NotFound)
}

async fn finish(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<(), Error> {
    let sql = "update table_import
         set state = 'APPLIED', running = false, done = creates + changes, applied_by = $2, applied_at = $3,
            version = version + 1
         where id = $1";
    sql::execute(&**tx, statement(sql, [id.into(), ctx.actor.account.into(), ctx.now.into()])).await?;
    Ok(())
}

/// The answer with the passwords; the kept answer to a repeated request never held them.
fn with_accounts(written: Written<TableImport>, new_accounts: Option<Vec<NewAccount>>) -> Written<ImportStep> {
    match written {
        Written::Fresh(reply) => Written::Fresh(reply.map(|import| ImportStep { import, new_accounts })),
        Written::Replayed(reply) => {
            Written::Replayed(reply.map(|import| json!({ "import": import, "new_accounts": null })))
        }
    }
}

/// A one-time password with its hash.
pub(super) async fn one_time(ctx: &Ctx, login: &str) -> Result<(String, String), Error> {
    let password = password::one_time(login)?;
    let hash = ctx.app.hasher.hash(&password).await?;
    Ok((password, hash))
}
