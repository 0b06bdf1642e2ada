//! What pages show of evaluation: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::evaluation::assignment::{PanelFault, PanelRules, Seat, Speciality};
use luoshi_domain::evaluation::criteria::Criterion;
use luoshi_domain::evaluation::independence::Conflict;
use luoshi_domain::evaluation::rounds::{RoundFacts, RoundKind, RoundState};
use luoshi_domain::evaluation::scoring::{Grade, Opinion};
use luoshi_domain::light::LightCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::Selection;
use crate::actions::AllowedAction;
use crate::views::{OrgRef, PersonRef, Step};

/// A round in a list. Nothing in it depends on a score.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoundSummary {
    /// Its id.
    pub id: Uuid,
    /// The plan it evaluates.
    pub plan_id: Uuid,
    /// Annual, mid-term or final.
    pub kind: RoundKind,
    /// What people call it, e.g. 2025 年度评估.
    pub name: String,
    /// Where it stands.
    pub state: RoundState,
    /// 委托方.
    pub commissioning: OrgRef,
    /// 第三方评估机构; null until one is selected.
    pub agency: Option<OrgRef>,
    /// How many measures it evaluates.
    pub measures: i64,
    /// The announced time of the freeze.
    pub freeze_at: Option<DateTime<Utc>>,
    /// Until when scores are taken.
    pub scoring_until: Option<DateTime<Utc>>,
    /// Until when units comment on the draft.
    pub comments_until: Option<DateTime<Utc>>,
    /// When the material was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// When the results were released.
    pub released_at: Option<DateTime<Utc>>,
    /// The caller's own part in it; null for those who have none.
    pub mine: Option<OwnPart>,
    /// Version for steps.
    pub version: i32,
}

/// What a member finds of their own in a round.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnPart {
    /// Whether they lead it.
    pub is_lead: bool,
    /// First day of their membership.
    pub from_on: Option<NaiveDate>,
    /// Its last day.
    pub to_on: Option<NaiveDate>,
    /// When they signed their declaration.
    pub declared_at: Option<DateTime<Utc>>,
    /// Their own score sheets.
    pub sheets: i64,
    /// Of these, handed in.
    pub submitted: i64,
}

/// All rounds, latest first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoundList {
    /// The rounds.
    pub items: Vec<RoundSummary>,
    /// Whether the caller sets rounds up.
    pub may_create: bool,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// A round with everything that may be known of it.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that this caller may do")]
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Round {
    /// What the list says.
    #[serde(flatten)]
    pub summary: RoundSummary,
    /// The measures it evaluates.
    pub scope: Vec<ScopeMeasure>,
    /// The criteria with their anchors.
    pub criteria: Vec<Criterion>,
    /// Counts up with each change of the criteria.
    pub criteria_version: i32,
    /// From then on they do not change.
    pub criteria_locked_at: Option<DateTime<Utc>>,
    /// The rules of panels.
    pub rules: PanelRules,
    /// SHA-256 over everything that was frozen.
    pub frozen_hash: Option<String>,
    /// SHA-256 over every score sheet that counts, published with the results.
    pub release_hash: Option<String>,
    /// Measures whose lead is the commissioning organisation itself: a practice to be warned of (domain.md 2.9.1).
    pub commissioner_evaluated: Vec<i32>,
    /// Members and selection; null for those who do not run the round.
    pub team: Option<Team>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Whether the caller may still change its set-up.
    #[serde(default)]
    #[schema(required = true)]
    pub may_edit: bool,
    /// Whether the caller may sign a declaration now.
    #[serde(default)]
    #[schema(required = true)]
    pub may_declare: bool,
    /// Whether the caller assigns evaluators now.
    #[serde(default)]
    #[schema(required = true)]
    pub may_assign: bool,
    /// Whether the caller reads its results now.
    #[serde(default)]
    #[schema(required = true)]
    pub has_results: bool,
    /// What rights and rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: StoredFacts,
}

/// What rights and rules ask of a round besides what the page shows.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredFacts {
    /// 评估组长.
    pub lead_id: Option<Uuid>,
    has_selection: bool,
    members: usize,
    undeclared: usize,
}

impl Round {
    /// What the guards ask; `unassigned` is counted with the panels.
    pub fn guarded(&self, unassigned: usize) -> RoundFacts {
        RoundFacts {
            is_selected: self.facts.has_selection && self.facts.lead_id.is_some() && self.summary.agency.is_some(),
            members: self.facts.members,
            panel: self.rules.least as usize,
            freeze_at: self.summary.freeze_at,
            scoring_until: self.summary.scoring_until,
            comments_until: self.summary.comments_until,
            unassigned,
            undeclared: self.facts.undeclared,
        }
    }
}

/// A measure of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeMeasure {
    /// Its id.
    pub id: Uuid,
    /// 1 to 50.
    pub number: Option<i32>,
    /// Its title.
    pub title: String,
    /// Its title for narrow places.
    pub short_title: String,
}

/// Who works on a round.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Team {
    /// 评估组长.
    pub lead: Option<PersonRef>,
    /// 遴选记录.
    pub selection: Option<Selection>,
    /// 评估专家.
    pub members: Vec<Member>,
}

/// An evaluator of a round.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Who.
    pub person: PersonRef,
    /// What they bring.
    pub speciality: Speciality,
    /// First day on which they act.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// When they signed their declaration.
    pub declared_at: Option<DateTime<Utc>>,
}

/// Somebody who can be named for a round.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvaluatorAccount {
    /// Who.
    pub person: PersonRef,
    /// Their agency.
    pub organisation_id: Uuid,
    /// Whether they hold the role of an evaluation lead.
    pub leads: bool,
    /// Whether they hold the role of an evaluator.
    pub evaluates: bool,
}

/// Everybody who can be named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvaluatorAccounts {
    /// By organisation and name.
    pub items: Vec<EvaluatorAccount>,
}

/// Who evaluates what in a round.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Assignments {
    /// The measures that the caller may see assigned, in the order of the plan.
    pub items: Vec<MeasurePanel>,
    /// How many measures one evaluator may have at most.
    pub most: i64,
    /// Whether the caller assigns.
    pub may_assign: bool,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// The panel of a measure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasurePanel {
    /// The measure.
    pub measure: ScopeMeasure,
    /// Who evaluates it, and who did until a conflict became known.
    pub assignments: Vec<Assigned>,
    /// Which rules the panel breaks; empty for evaluators, who see only themselves.
    #[serde(default)]
    #[schema(required = true)]
    pub faults: Vec<PanelFault>,
}

/// One evaluator of a measure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Assigned {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub evaluator: PersonRef,
    /// What they bring.
    pub speciality: Speciality,
    /// Recused because of a conflict.
    pub is_recused: bool,
    /// Why, in words.
    pub recused_because: Option<String>,
    /// The caller's own score sheet; null for that of anybody else.
    pub sheet: Option<OwnSheet>,
}

/// One's own score sheet in a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnSheet {
    /// Its id.
    pub id: Uuid,
    /// Whether it was handed in.
    pub is_submitted: bool,
    /// Criteria with a score or 不适用.
    pub judged: i64,
    /// When it was saved last.
    pub saved_at: Option<DateTime<Utc>>,
}

/// A proposal for a whole round, with its reasons; nothing is stored.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Proposal {
    /// In the order of the plan.
    pub items: Vec<ProposedPanel>,
    /// The evaluators that seats name.
    pub evaluators: Vec<ProposedEvaluator>,
    /// Measures whose rules could not be kept.
    pub unfilled: i64,
    /// How many measures one evaluator may have at most.
    pub most: i64,
}

/// What is proposed for one measure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposedPanel {
    /// The measure.
    pub measure: ScopeMeasure,
    /// Who, and why they.
    pub seats: Vec<Seat>,
    /// What could not be kept.
    pub faults: Vec<PanelFault>,
    /// Who may not, and why.
    pub barred: Vec<Barred>,
}

/// Somebody who may not evaluate a measure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Barred {
    /// The evaluator.
    pub evaluator_id: Uuid,
    /// Why.
    pub conflicts: Vec<Conflict>,
    /// The same in words.
    pub because: String,
}

/// An evaluator with what the proposal gives them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposedEvaluator {
    /// The account.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// What they bring.
    pub speciality: Speciality,
    /// Measures they would have.
    pub load: i64,
    /// Whether they declared.
    pub has_declared: bool,
}

/// A score sheet with everything that it is judged by. It is its author's alone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Scoresheet {
    /// Its id.
    pub id: Uuid,
    /// The round.
    pub round: SheetRound,
    /// The measure.
    pub measure: SheetMeasure,
    /// Its tasks as they stood at the freeze.
    pub tasks: Vec<SheetTask>,
    /// Evidence: what was frozen first, then what came later and does not count.
    pub evidence: Vec<SheetEvidence>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// What is said so far.
    pub opinions: Vec<Opinion>,
    /// 工作底稿.
    pub working_paper: String,
    /// One's own marks on evidence.
    pub marks: std::collections::BTreeMap<Uuid, EvidenceMark>,
    /// Whether it was handed in.
    pub is_submitted: bool,
    /// Whether its author is recused since.
    pub is_void: bool,
    /// When it was saved last.
    pub saved_at: Option<DateTime<Utc>>,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The weighted total once everything is judged.
    #[serde(default)]
    #[schema(required = true)]
    pub total: Option<f64>,
    /// Codes of criteria that are still open or lack their reason.
    #[serde(default)]
    #[schema(required = true)]
    pub open: Vec<String>,
    /// Whether it can be written on now.
    #[serde(default)]
    #[schema(required = true)]
    pub may_write: bool,
    /// One's own sheet of the measure before.
    pub previous: Option<Uuid>,
    /// One's own sheet of the measure after.
    pub next: Option<Uuid>,
    /// Version for edits.
    pub version: i32,
    /// When this was read.
    #[serde(default)]
    pub as_of: DateTime<Utc>,
}

/// The round of a score sheet.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetRound {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: RoundState,
    /// When the material was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// Until when scores are taken.
    pub scoring_until: Option<DateTime<Utc>>,
    /// When the author signed the declaration.
    pub declared_at: Option<DateTime<Utc>>,
    /// The version of the criteria.
    pub criteria_version: i32,
    /// When they were locked.
    pub criteria_locked_at: Option<DateTime<Utc>>,
}

/// The measure of a score sheet.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetMeasure {
    /// Its id.
    pub id: Uuid,
    /// 1 to 50.
    pub number: Option<i32>,
    /// Its title.
    pub title: String,
    /// Its sentences, word for word.
    pub clauses: Vec<String>,
}

/// A task as it stood at the freeze.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// 牵头单位.
    pub lead: String,
    /// Its light at the freeze.
    pub light: LightCode,
    /// Milestones accepted by then.
    pub accepted: i32,
    /// All its milestones.
    pub milestones: i32,
    /// 验收标准.
    pub acceptance_standard: String,
    /// The latest approved report by then.
    pub progress: Option<String>,
}

/// Evidence on a score sheet. What the office found of it is not shown: it would anchor.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetEvidence {
    /// Its id.
    pub id: Uuid,
    /// Its task.
    pub task_id: Uuid,
    /// What people call it.
    pub title: String,
    /// The file.
    pub file_name: String,
    /// What it is said to prove.
    pub proves: Option<String>,
    /// Who issued it.
    pub issuing_body: Option<String>,
    /// 冻结后补充: does not count.
    pub after_freeze: bool,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// What an evaluator thinks of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvidenceMark {
    /// 有力.
    Strong,
    /// 一般.
    Fair,
    /// 存疑，拟抽查.
    Doubtful,
}

/// The results of a round, as far as the caller reads them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Results {
    /// The round.
    pub round_id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: RoundState,
    /// When the results were released; null while they are open to those who gave them alone.
    pub released_at: Option<DateTime<Utc>>,
    /// SHA-256 over every score sheet that counts.
    pub release_hash: Option<String>,
    /// When the material was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// Measures in the order of the plan.
    pub measures: Vec<MeasureResult>,
    /// Measures by grade, of those shown.
    pub grades: GradeCounts,
    /// Percent of pairs of scores in the same grade; null where there is no pair.
    pub agreement_percent: Option<f64>,
    /// Krippendorff's alpha for interval data over all criteria shown; null where it is not defined.
    pub alpha: Option<f64>,
    /// Whether these are only the measures that the caller's organisation leads.
    pub is_part: bool,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// How many measures got which grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GradeCounts {
    /// 优.
    pub excellent: i64,
    /// 良.
    pub good: i64,
    /// 中.
    pub fair: i64,
    /// 差.
    pub poor: i64,
    /// Without enough score sheets.
    pub none: i64,
}

/// What a measure got.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasureResult {
    /// The measure.
    pub measure: ScopeMeasure,
    /// The part it stands in.
    pub part_number: Option<i32>,
    /// Title of that part.
    pub part_title: String,
    /// The worst light of its tasks at the freeze.
    pub light: Option<LightCode>,
    /// The total of each evaluator alone, smallest first and without names.
    pub totals: Vec<f64>,
    /// Brought together; null with fewer score sheets than the rules ask for.
    pub score: Option<f64>,
    /// 等次.
    pub grade: Option<Grade>,
    /// By criterion.
    pub criteria: Vec<CriterionResult>,
    /// Whether evaluators are more than 20 points apart on a criterion.
    pub is_apart: bool,
}

/// What a measure got on one criterion.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CriterionResult {
    /// The criterion.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The scores, smallest first and without names.
    pub scores: Vec<i32>,
    /// Brought together; null where it does not apply.
    pub score: Option<f64>,
    /// More than 20 points apart.
    pub is_apart: bool,
}
