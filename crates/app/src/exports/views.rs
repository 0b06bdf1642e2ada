//! What may be taken out, and an export as its author sees it.

use chrono::{DateTime, Utc};
use luoshi_domain::policy::Action;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExportKind {
    /// 任务分解表; it imports again.
    Tasks,
    /// 里程碑表; it imports again.
    Milestones,
    /// 机构表; it imports again.
    Organisations,
    /// 用户表; it imports again.
    Users,
    /// 进展情况表.
    Progress,
    /// 进展情况表, short form.
    ProgressShort,
    /// 销号台账.
    Closing,
    /// 年度折子.
    Annual,
}

impl ExportKind {
    /// What people call the table.
    pub const fn title(self) -> &'static str {
        match self {
            ExportKind::Tasks => "任务分解表",
            ExportKind::Milestones => "里程碑表",
            ExportKind::Organisations => "机构表",
            ExportKind::Users => "用户表",
            ExportKind::Progress => "进展情况表",
            ExportKind::ProgressShort => "进展情况表（简表）",
            ExportKind::Closing => "销号台账",
            ExportKind::Annual => "折子工程",
        }
    }

    /// The right to read what is in it.
    pub const fn needs(self) -> Action {
        match self {
            ExportKind::Organisations => Action::OrganisationRead,
            ExportKind::Users => Action::AccountRead,
            ExportKind::Annual => Action::AnnualRead,
            _ => Action::TaskRead,
        }
    }

    /// Whether it is about the tasks of a plan.
    pub const fn is_of_plan(self) -> bool {
        !matches!(self, ExportKind::Organisations | ExportKind::Users)
    }
}

/// Which kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExportFormat {
    /// A workbook, ready to print.
    Xlsx,
    /// Comma separated, UTF-8 with byte order mark.
    Csv,
}

impl ExportFormat {
    /// Ending of the file name.
    pub const fn extension(self) -> &'static str {
        match self {
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Csv => "csv",
        }
    }

    /// The type it is served with.
    pub const fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportFormat::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A table to take out.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// Which table.
    pub kind: ExportKind,
    /// Which kind of file; a workbook unless said.
    pub format: Option<ExportFormat>,
    /// The plan; the one in force unless said. Organisations and users have none.
    pub plan_id: Option<Uuid>,
    /// Only tasks that the list of tasks would show with these filters, as in its address, e.g. `light=OVERDUE&lead=…`.
    pub filter: Option<String>,
    /// The year of an annual book; the present one unless said.
    pub year: Option<i32>,
}

/// A table that was taken out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// Which table.
    pub kind: ExportKind,
    /// Which kind of file.
    pub format: ExportFormat,
    /// Its plan.
    pub plan_id: Option<Uuid>,
    /// Title as printed.
    pub title: String,
    /// Name to save it under.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Rows of data in it.
    pub rows: i32,
    /// When it was made; it holds what could be seen then.
    pub created_at: DateTime<Utc>,
    /// How often it was downloaded.
    pub downloads: i32,
}
