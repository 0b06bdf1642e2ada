//! What pages show of a piece of evidence: the shape of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::evidence::{EvidenceKind, EvidenceState, Publicity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::views::PersonRef;

/// A file that proves something, with the facts by which it can be checked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// Its id.
    pub id: Uuid,
    /// The report it came with.
    pub report_id: Uuid,
    /// The task of that report.
    pub task_id: Uuid,
    /// The milestone it proves; null when it proves the report as a whole.
    pub milestone_id: Option<Uuid>,
    /// Name of the file as the uploader called it, made safe to show.
    pub file_name: String,
    /// What it is called in the index of evidence.
    pub title: String,
    /// Letter code of its kind.
    pub kind: EvidenceKind,
    /// 出具单位.
    pub issuing_body: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    /// Date of the document.
    pub document_date: Option<NaiveDate>,
    /// Which page or cell proves what.
    pub proves: Option<String>,
    /// 公开属性.
    pub publicity: Publicity,
    /// 内部.
    pub is_internal: bool,
    /// Type it is served with, decided by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// What became of it.
    pub state: EvidenceState,
    /// Who uploaded it.
    pub uploaded_by: PersonRef,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// Facts nobody has filled in yet.
    pub missing_facts: Vec<EvidenceFact>,
    /// In how many other places, of other tasks the caller may see, the same content serves as evidence.
    pub also_used_in: i64,
    /// Version for edits.
    pub version: i32,
}

/// The facts by which a reviewer checks a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceFact {
    /// 出具单位.
    IssuingBody,
    /// 文号.
    DocumentNo,
    /// Date of the document.
    DocumentDate,
    /// Which page or cell proves what.
    Proves,
}
