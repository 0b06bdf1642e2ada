//! The check of a table: the file read, the ledger beside it, every line judged.

use std::path::PathBuf;

use luoshi_domain::tables::header::{self, Table};
use luoshi_domain::tables::milestones::{self, MilestoneRecord};
use luoshi_domain::tables::organisations::{self, OrganisationRecord};
use luoshi_domain::tables::tasks::{self, TaskRecord};
use luoshi_domain::tables::users::{self, UserRecord};
use luoshi_domain::tables::{CellProblem, CheckedLine, Grid, LineChange, TableKind};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{ledger, read};
use crate::app::Ctx;
use crate::error::Error;

/// A checked table.
pub(super) struct Checked {
    /// The sheet on which it was found.
    pub sheet: String,
    /// Titles of its columns in their order.
    pub columns: Vec<String>,
    /// Titles that mean nothing.
    pub ignored: Vec<String>,
    /// Faults of the head.
    pub head_problems: Vec<CellProblem>,
    /// The lines as they are stored.
    pub lines: Vec<Json>,
    /// The records, for whoever applies them.
    pub records: Records,
}

/// Lines with their records by kind.
pub(super) enum Records {
    /// 任务分解表.
    Tasks(Vec<CheckedLine<TaskRecord>>),
    /// 里程碑表.
    Milestones(Vec<CheckedLine<MilestoneRecord>>),
    /// 机构表.
    Organisations(Vec<CheckedLine<OrganisationRecord>>),
    /// 用户表.
    Users(Vec<CheckedLine<UserRecord>>),
}

/// What the ledger holds for a kind of table.
enum Beside {
    Tasks(tasks::Ledger),
    Milestones(Vec<milestones::StoredTask>),
    Organisations(Vec<organisations::StoredOrganisation>),
    Users(Vec<users::StoredUser>, luoshi_domain::tables::names::Names),
}

/// Reads the file at `path` and judges it against the ledger as `db` sees it.
pub(super) async fn check(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    (kind, plan): (TableKind, Option<Uuid>),
    path: PathBuf,
) -> Result<Checked, Error> {
    let today = ctx.today();
    let plan = plan.unwrap_or_default();
    let beside = match kind {
        TableKind::Tasks => Beside::Tasks(ledger::tasks(db, plan, today).await?),
        TableKind::Milestones => Beside::Milestones(ledger::milestones(db, plan).await?),
        TableKind::Organisations => Beside::Organisations(ledger::organisations(db).await?),
        TableKind::Users => Beside::Users(ledger::users(db).await?, ledger::names(db, today).await?),
    };
    // Reading and judging ten thousand lines takes a second or two of pure computing.
    let judged = tokio::task::spawn_blocking(move || Ok(judge(kind, &read::grids(&path)?, &beside)));
    judged.await.map_err(|error| Error::Internal(format!("the check stopped: {error}")))?
}

fn judge(kind: TableKind, grids: &[Grid], beside: &Beside) -> Checked {
    let table = match header::find(grids, kind) {
        Ok(table) => table,
        Err(head_problems) => return Checked::without_table(kind, head_problems),
    };
    let records = match beside {
        Beside::Tasks(ledger) => Records::Tasks(tasks::check(&table, ledger)),
        Beside::Milestones(tasks) => Records::Milestones(milestones::check(&table, tasks)),
        Beside::Organisations(stored) => Records::Organisations(organisations::check(&table, stored)),
        Beside::Users(stored, names) => Records::Users(users::check(&table, stored, names)),
    };
    let places = in_order(&table);
    let lines = match &records {
        Records::Tasks(lines) => stored(&table, &places, lines),
        Records::Milestones(lines) => stored(&table, &places, lines),
        Records::Organisations(lines) => stored(&table, &places, lines),
        Records::Users(lines) => stored(&table, &places, lines),
    };
    Checked {
        sheet: table.grid.name.clone(),
        columns: places.iter().map(|(title, _)| (*title).to_owned()).collect(),
        ignored: table.ignored.clone(),
        head_problems: Vec::new(),
        lines,
        records,
    }
}

/// Recognised columns from left to right, with our own titles.
fn in_order(table: &Table<'_>) -> Vec<(&'static str, &'static str)> {
    let mut found: Vec<(u32, &str, &str)> = table
        .columns
        .iter()
        .filter_map(|column| table.places.get(column.key).map(|place| (*place, column.title, column.key)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, title, key)| (title, key)).collect()
}

fn stored<R>(table: &Table<'_>, places: &[(&'static str, &'static str)], lines: &[CheckedLine<R>]) -> Vec<Json> {
    let line = |line: &CheckedLine<R>| {
        let at = luoshi_domain::tables::cells::Line::new(table, line.row - 1);
        let cells: Vec<String> = places.iter().map(|(_, key)| shortened(&at.words(key))).collect();
        json!({ "row": line.row, "label": shortened(&line.label), "change": line.change, "cells": cells,
            "differences": line.differences, "problems": line.problems })
    };
    lines.iter().map(line).collect()
}

/// Cells are shown, not kept: the file itself is. PostgreSQL knows no text with a NUL in it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    let text: String = text.chars().filter(|c| *c != '\0').take(LONGEST + 1).collect();
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}

impl Checked {
    fn without_table(kind: TableKind, head_problems: Vec<CellProblem>) -> Checked {
        let records = match kind {
            TableKind::Tasks => Records::Tasks(vec![]),
            TableKind::Milestones => Records::Milestones(vec![]),
            TableKind::Organisations => Records::Organisations(vec![]),
            TableKind::Users => Records::Users(vec![]),
        };
        Checked { sheet: String::new(), columns: vec![], ignored: vec![], head_problems, lines: vec![], records }
    }

    /// Lines that would do this.
    pub fn count(&self, change: LineChange) -> i32 {
        let wanted = json!(change);
        let found = self.lines.iter().filter(|line| line["change"] == wanted).count();
        i32::try_from(found).unwrap_or(i32::MAX)
    }

    /// Faults in all.
    pub fn problems(&self) -> i32 {
        let of_lines = self.lines.iter().filter_map(|line| line["problems"].as_array()).map(Vec::len).sum::<usize>();
        i32::try_from(self.head_problems.len() + of_lines).unwrap_or(i32::MAX)
    }

    /// What would be done, condensed: the same file against the same ledger gives the same.
    pub fn fingerprint(&self) -> Result<String, Error> {
        match &self.records {
            Records::Tasks(lines) => fingerprint(lines),
            Records::Milestones(lines) => fingerprint(lines),
            Records::Organisations(lines) => fingerprint(lines),
            Records::Users(lines) => fingerprint(lines),
        }
    }
}

fn fingerprint<R: Serialize>(lines: &[CheckedLine<R>]) -> Result<String, Error> {
    let mut hash = Sha256::new();
    for line in lines {
        let line = serde_json::to_vec(line).map_err(|error| Error::Internal(error.to_string()))?;
        hash.update(line);
    }
    Ok(hex::encode(hash.finalize()))
}
