//! The row of a piece of evidence, written as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::evidence::{EvidenceKind, EvidenceState, Publicity, Strength};
use sea_orm::entity::prelude::*;

/// A piece of evidence as stored; the bytes lie in the file store under their hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The upload it is a use of.
    pub file_id: Uuid,
    /// The task of its report.
    pub task_id: Uuid,
    /// The report it came with.
    pub report_id: Uuid,
    /// The milestone it proves.
    pub milestone_id: Option<Uuid>,
    /// Name as shown.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// Title in the index of evidence.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Letter code of its kind.
    pub kind: EvidenceKind,
    /// 出具单位.
    #[sea_orm(column_type = "Text", nullable)]
    pub issuing_body: Option<String>,
    /// 文号.
    #[sea_orm(column_type = "Text", nullable)]
    pub document_no: Option<String>,
    /// Date of the document.
    pub document_date: Option<NaiveDate>,
    /// The page or cell where the proof stands.
    #[sea_orm(column_type = "Text", nullable)]
    pub page: Option<String>,
    /// Which sentence proves it.
    #[sea_orm(column_type = "Text", nullable)]
    pub proves: Option<String>,
    /// 公开属性.
    pub publicity: Publicity,
    /// 内部.
    pub is_internal: bool,
    /// Type decided by content.
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Hash of the content.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// What became of it.
    pub state: EvidenceState,
    /// Who uploaded it.
    pub uploaded_by: Uuid,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// The use whose file this one replaced.
    pub replaces: Option<Uuid>,
    /// 证明力.
    pub strength: Option<Strength>,
    /// Why.
    #[sea_orm(column_type = "Text", nullable)]
    pub strength_reason: Option<String>,
    /// Who judged.
    pub judged_by: Option<Uuid>,
    /// When.
    pub judged_at: Option<DateTime<Utc>>,
    /// When it was first submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Why it was made void.
    #[sea_orm(column_type = "Text", nullable)]
    pub void_reason: Option<String>,
    /// Counts changes.
    pub version: i32,
}

/// Joins are written in SQL.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
