//! An import as people see it: what the file holds, what it would do, what stands against it.

use chrono::{DateTime, Utc};
use luoshi_domain::tables::{CellProblem, Difference, LineChange, TableKind};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::PersonRef;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportState {
    /// 已检查: nothing has changed yet.
    Checked,
    /// 已导入.
    Applied,
}

/// A table after its check.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TableImport {
    /// Its id.
    pub id: Uuid,
    /// Which table it is.
    pub kind: TableKind,
    /// The plan it belongs to; null for organisations and users.
    pub plan_id: Option<Uuid>,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// The sheet on which the table was found.
    pub sheet: String,
    /// Titles of its columns in their order.
    pub columns: Vec<String>,
    /// Titles that mean nothing to us.
    pub ignored_columns: Vec<String>,
    /// Where it stands.
    pub state: ImportState,
    /// Lines that make something new.
    pub creates: i32,
    /// Lines that change something.
    pub changes: i32,
    /// Lines that change nothing.
    pub unchanged: i32,
    /// Faults in all cells.
    pub problem_count: i32,
    /// The first faults, at most 500; the others stand with their lines.
    pub problems: Vec<CellProblem>,
    /// Lines applied so far while it runs.
    pub done: i32,
    /// Whether it is being applied at this moment.
    pub running: bool,
    /// Who uploaded it.
    pub created_by: PersonRef,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
    /// What the caller may do now.
    #[serde(default)]
    pub actions: Vec<AllowedAction>,
    /// Version for the step.
    pub version: i32,
}

/// One line of a checked table.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportLine {
    /// Row on the sheet, from 1.
    pub row: i32,
    /// What people call the thing in it.
    pub label: String,
    /// What it would do.
    pub change: LineChange,
    /// Its cells in the order of the columns.
    pub cells: Vec<String>,
    /// What would change.
    pub differences: Vec<Difference>,
    /// Every fault.
    pub problems: Vec<CellProblem>,
}

/// An account that an import made, with its password to hand over; told once and kept nowhere.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewAccount {
    /// Its login.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Must be changed at the first login.
    pub one_time_password: String,
}

/// The answer to a step of an import.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportStep {
    /// The import after the step.
    pub import: TableImport,
    /// New accounts; null when the answer is repeated for the same Idempotency-Key.
    pub new_accounts: Option<Vec<NewAccount>>,
}
