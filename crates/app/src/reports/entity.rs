//! The row of a report, written as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::reports::ReportState;
use sea_orm::entity::prelude::*;

/// A progress report as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it reports on.
    pub task_id: Uuid,
    /// The period it reports for.
    pub cycle_id: Uuid,
    /// 1 unless corrected.
    pub revision: i32,
    /// Where it stands.
    pub state: ReportState,
    /// 本期进展.
    #[sea_orm(column_type = "Text")]
    pub progress: String,
    /// 本期无进展.
    pub no_change: bool,
    /// Why nothing changed.
    #[sea_orm(column_type = "Text", nullable)]
    pub no_change_reason: Option<String>,
    /// 存在问题.
    #[sea_orm(column_type = "Text")]
    pub problems: String,
    /// 需协调事项.
    #[sea_orm(column_type = "Text")]
    pub coordination: String,
    /// 下一步计划.
    #[sea_orm(column_type = "Text")]
    pub next_steps: String,
    /// 预计完成时间.
    pub expected_completion_on: Option<NaiveDate>,
    /// How often it was returned.
    pub returns: i32,
    /// Who began it.
    pub created_by: Uuid,
    /// Who last submitted it.
    pub submitted_by: Option<Uuid>,
    /// When.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who passed it within the unit.
    pub unit_reviewed_by: Option<Uuid>,
    /// When.
    pub unit_reviewed_at: Option<DateTime<Utc>>,
    /// When a reviewer of the unit first looked at this submission.
    pub unit_opened_at: Option<DateTime<Utc>>,
    /// When the office first looked at this submission.
    pub office_opened_at: Option<DateTime<Utc>>,
    /// When it became immutable.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts changes.
    pub version: i32,
}

/// Joins are written in SQL.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
