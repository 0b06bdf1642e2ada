//! What pages show of a piece of evidence: the shape of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::duties::Hand;
pub use luoshi_domain::evidence::EvidenceFact;
use luoshi_domain::evidence::{self, EvidenceKind, EvidenceState, ProofFacts, Publicity, Strength};
use luoshi_domain::reports::ReportState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::{OrgRef, PersonRef};

/// One use of a file as proof, with the facts by which it can be checked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// Its id.
    pub id: Uuid,
    /// The upload it is a use of; uses of one upload share it.
    pub file_id: Uuid,
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
    /// The kinds its milestone asks for; empty when every kind will do.
    pub expected_kinds: Vec<EvidenceKind>,
    /// Whether its kind is one of them.
    #[serde(default)]
    #[schema(required = true)]
    pub kind_fits: bool,
    /// 出具单位.
    pub issuing_body: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    /// Date of the document.
    pub document_date: Option<NaiveDate>,
    /// The page or cell where the proof stands.
    pub page: Option<String>,
    /// Which sentence proves it.
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
    /// 证明力 as the reviewer found it for this use.
    pub strength: Option<Strength>,
    /// Why.
    pub strength_reason: Option<String>,
    /// Who judged.
    pub judged_by: Option<PersonRef>,
    /// When.
    pub judged_at: Option<DateTime<Utc>>,
    /// When it was first submitted; from then on it is never removed.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Why it was made void.
    pub void_reason: Option<String>,
    /// Whether the file was uploaded for something else and is used here again.
    pub reused: bool,
    /// The use whose file this one replaced.
    pub replaces: Option<Uuid>,
    /// The use that replaced this one.
    pub replaced_by: Option<Uuid>,
    /// Who uploaded it, or used it again.
    pub uploaded_by: PersonRef,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// Facts nobody has filled in yet.
    #[serde(default)]
    #[schema(required = true)]
    pub missing_facts: Vec<EvidenceFact>,
    /// In how many other places, of other tasks the caller may see, the same content serves as evidence.
    pub also_used_in: i64,
    /// Where it is used, in words.
    pub place: EvidencePlace,
    /// What this caller may do with it now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// What rights ask, beside what is shown.
    #[serde(default, skip_serializing)]
    #[schema(ignore)]
    pub standing: Standing,
    /// Version for edits.
    pub version: i32,
}

/// Where a piece of evidence is used.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidencePlace {
    /// The task.
    pub task: TaskName,
    /// Its lead organisation.
    pub lead: OrgRef,
    /// Title of the milestone.
    pub milestone: Option<String>,
    /// The period of the report in words.
    pub cycle_name: String,
    /// Where the report stands.
    pub report_state: ReportState,
}

/// A task where it is only named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskName {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// What rights depend on and pages do not show.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Standing {
    /// Who wrote and submitted the report, and who uploaded the file.
    pub writers: Vec<Option<Uuid>>,
    /// Who took which step of the report, and in whose name.
    pub hands: Vec<Hand>,
    /// Who carries the report on, after its writer left.
    pub keeper: Option<Uuid>,
    /// The lead organisation for whose task the file was uploaded first.
    pub owner: Option<Uuid>,
}

/// One piece of evidence with its history and its other uses.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceDetail {
    /// What lists show too.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The files that stood here before and after, latest first; one unless something was replaced.
    pub versions: Vec<EvidenceVersion>,
    /// Where else the same content serves as evidence, as far as the caller may see.
    pub uses: Vec<EvidenceUse>,
}

/// A file in the history of a piece of evidence.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceVersion {
    /// The piece of evidence it was.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Name of the file.
    pub file_name: String,
    /// What became of it.
    pub state: EvidenceState,
    /// Who uploaded it.
    pub uploaded_by: PersonRef,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

/// Another use of the same content.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceUse {
    /// The piece of evidence it is there.
    pub id: Uuid,
    /// What it is called there.
    pub title: String,
    /// Whether it is the same upload; otherwise somebody uploaded the same content anew.
    pub same_upload: bool,
    /// The report.
    pub report_id: Uuid,
    /// The task.
    pub task: TaskName,
    /// Title of the milestone.
    pub milestone: Option<String>,
    /// The period in words.
    pub cycle_name: String,
    /// What became of it there.
    pub state: EvidenceState,
    /// 证明力 as found there.
    pub strength: Option<Strength>,
    /// Why.
    pub strength_reason: Option<String>,
    /// When it was put there.
    pub uploaded_at: DateTime<Utc>,
}

impl Evidence {
    /// What is known of the five facts.
    pub const fn facts(&self) -> ProofFacts {
        ProofFacts {
            issuing_body: self.issuing_body.is_some(),
            document_no: self.document_no.is_some(),
            document_date: self.document_date.is_some(),
            page: self.page.is_some(),
            proves: self.proves.is_some(),
        }
    }

    /// The same with what the rules say about its facts and its kind.
    #[must_use]
    pub fn judged_by_rules(mut self) -> Evidence {
        self.missing_facts = evidence::missing(self.kind, self.facts());
        self.kind_fits = evidence::kind_fits(self.kind, &self.expected_kinds);
        self
    }

    /// Whether it still proves something.
    pub const fn in_force(&self) -> bool {
        !matches!(self.state, EvidenceState::Void | EvidenceState::Superseded)
    }
}
