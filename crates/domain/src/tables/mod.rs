//! Tables that people fill in with Excel: found on a sheet, read cell by cell, checked against the ledger.
//!
//! Everything here is a pure function of a [`Grid`] and of what the ledger holds. A fault never stops the reading: each is
//! kept with the cell it stands in, so that one look names them all. Start with [`header::find`], then a kind of table,
//! e.g. [`tasks::check`] (domain.md 6.2).

pub mod cells;
pub mod days;
pub mod grid;
pub mod header;
pub mod milestones;
pub mod names;
pub mod organisations;
pub mod tasks;
#[cfg(test)]
mod tests;
pub mod users;
pub mod words;

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use cells::CellProblem;
pub use grid::{Cell, Grid, Merge};

/// Most lines of data in one table.
pub const MOST_LINES: usize = 10_000;

/// Which table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TableKind {
    /// 任务分解表.
    Tasks,
    /// 里程碑表.
    Milestones,
    /// 机构表.
    Organisations,
    /// 用户表.
    Users,
}

impl TableKind {
    /// What people call the table.
    pub const fn title(self) -> &'static str {
        match self {
            TableKind::Tasks => "任务分解表",
            TableKind::Milestones => "里程碑表",
            TableKind::Organisations => "机构表",
            TableKind::Users => "用户表",
        }
    }

    /// The columns it may have, in the order in which it is written.
    pub const fn columns(self) -> &'static [header::Column] {
        match self {
            TableKind::Tasks => tasks::COLUMNS,
            TableKind::Milestones => milestones::COLUMNS,
            TableKind::Organisations => organisations::COLUMNS,
            TableKind::Users => users::COLUMNS,
        }
    }
}

/// What a line of a table would do to the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LineChange {
    /// 新增.
    Create,
    /// 修改.
    Change,
    /// 无变化.
    Unchanged,
    /// 有问题: nothing can be applied before it is mended.
    Problem,
}

/// One field that a line would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Title of the column.
    pub column: String,
    /// What the ledger holds.
    pub from: String,
    /// What the table says.
    pub to: String,
}

/// A line of a table after the check, with everything that is wrong in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckedLine<R> {
    /// Row on the sheet, from 1.
    pub row: u32,
    /// What people call the thing in it.
    pub label: String,
    /// What it would do.
    pub change: LineChange,
    /// The thing in the ledger that it speaks of.
    pub target: Option<Uuid>,
    /// What the ledger will hold; absent where a fault left a hole.
    pub record: Option<R>,
    /// What would change.
    pub differences: Vec<Difference>,
    /// Every fault.
    pub problems: Vec<CellProblem>,
}

impl<R> CheckedLine<R> {
    /// A line whose kind of change follows from its faults, its target and its differences.
    fn of(
        row: u32,
        label: String,
        found: (Option<Uuid>, R),
        differences: Vec<Difference>,
        problems: Vec<CellProblem>,
    ) -> Self {
        let (target, record) = found;
        let change = match (problems.is_empty(), target, differences.is_empty()) {
            (false, _, _) => LineChange::Problem,
            (true, None, _) => LineChange::Create,
            (true, Some(_), true) => LineChange::Unchanged,
            (true, Some(_), false) => LineChange::Change,
        };
        CheckedLine { row, label, change, target, record: Some(record), differences, problems }
    }
}
