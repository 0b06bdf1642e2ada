//! The sample data as written: organisations, people, tasks with the story each of them tells, and papers that prove.

use chrono::NaiveDate;
use luoshi_domain::evidence::EvidenceKind;
use luoshi_domain::people::OrgKind;
use luoshi_domain::policy::Role;
use luoshi_domain::tasks::Nature;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// The day for which the texts and days of the tasks were written.
pub(super) const WRITTEN_FOR: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 22) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Everything that is played.
#[derive(Debug)]
pub(super) struct Script {
    pub organisations: Vec<Organisation>,
    pub people: Vec<Person>,
    pub posts: Vec<FurtherPost>,
    pub tasks: Vec<SampleTask>,
    pub papers: Vec<Paper>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Organisation {
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: OrgKind,
    pub sort_order: i32,
    pub aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub login: String,
    pub name: String,
    /// Code of the organisation.
    pub org: String,
    pub roles: Vec<Role>,
    pub post: String,
    /// Whether one can be this person by a click.
    pub persona: bool,
}

/// A further post of somebody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FurtherPost {
    /// Login of the person.
    pub of: String,
    /// Code of the organisation.
    pub org: String,
    pub roles: Vec<Role>,
    pub post: String,
    pub serves_from: NaiveDate,
}

#[derive(Debug, Deserialize)]
pub(super) struct SampleTask {
    pub measure: i32,
    /// Numbers of the clauses within the measure; 0 is the heading.
    pub clauses: Vec<i32>,
    pub title: String,
    pub kinds: Vec<EvidenceKind>,
    pub lead: String,
    pub responsible: Vec<String>,
    pub supporting: Vec<String>,
    pub nature: Nature,
    pub key: bool,
    pub start: NaiveDate,
    pub due: NaiveDate,
    pub story: Story,
    /// The milestone the story is about, from 1.
    #[serde(default)]
    pub story_milestone: Option<usize>,
    /// Days by which that milestone came late.
    #[serde(default)]
    pub story_days_late: Option<i64>,
    #[serde(default)]
    pub return_reason: Option<String>,
    pub deliverable: String,
    pub acceptance: String,
    pub milestones: Vec<SampleMilestone>,
    /// What its last three reports say, latest last.
    pub progress: [String; 3],
    pub problem: Option<String>,
    pub next: String,
    /// What responsible and supporting organisations were asked for in the present report.
    #[serde(default)]
    pub parts: Vec<SamplePart>,
}

/// The part of an organisation in the present report of a task.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SamplePart {
    pub org: String,
    /// What it wrote and submitted; missing while the lead waits for it.
    pub progress: Option<String>,
    /// Whether the lead took it over.
    #[serde(default)]
    pub taken: bool,
    /// How the lead put it afterwards, where it changed the words.
    pub rewritten: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleMilestone {
    pub title: String,
    pub deliverable: String,
    pub due: NaiveDate,
    pub weight: i32,
    pub key: bool,
}

/// Where a task stands on the day of loading, and how it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Story {
    /// Everything due was accepted in time.
    OnTrack,
    /// One milestone came late and was accepted.
    LateDone,
    /// An ordinary milestone is a week late.
    AtRisk,
    /// An ordinary milestone is three weeks late.
    OverdueLong,
    /// A key milestone is late.
    OverdueKey,
    /// The office sent the report of this period back.
    Returned,
    /// The report of this period waits for the unit's reviewer.
    InUnitReview,
    /// The report of this period waits for the office.
    InOfficeReview,
    /// The report of this period is being written.
    DraftReport,
    /// Issued a day ago.
    PendingSignoff,
    /// The unit sent the task itself back.
    SignoffReturned,
    /// Closure was applied for.
    PendingClosure,
    /// Closed in time.
    Completed,
    /// Closed after its due day.
    CompletedLate,
    /// Signed for, but its first day is to come.
    NotStarted,
}

/// A paper of which each use makes another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paper {
    pub kind: EvidenceKind,
    /// Holds `{task}` or `{milestone}`.
    pub title: String,
    /// Code of the organisation.
    pub issuing_body: String,
    /// The number without its last part, which counts the uses.
    pub document_no: String,
    pub proves: String,
}

impl Script {
    /// Reads what the program carries.
    pub(super) fn read() -> Result<Script, Error> {
        Ok(Script {
            organisations: parse(include_str!("../../data/demo/organisations.json"))?,
            people: parse(include_str!("../../data/demo/people.json"))?,
            posts: parse(include_str!("../../data/demo/posts.json"))?,
            tasks: parse(include_str!("../../data/demo/tasks.json"))?,
            papers: parse(include_str!("../../data/demo/evidence.json"))?,
        })
    }

    /// Logins of the organisation's people with this role, in the order of the file.
    pub(super) fn logins(&self, org: &str, role: Role) -> Vec<&str> {
        let people = self.people.iter().filter(|person| person.org == org && person.roles.contains(&role));
        people.map(|person| person.login.as_str()).collect()
    }
}

pub(super) fn parse<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| Error::Internal(format!("sample data: {error}")))
}

impl SampleTask {
    /// The milestone the story is about, from 0; the last one where the story names none.
    pub(super) fn pivot(&self) -> usize {
        let last = self.milestones.len().saturating_sub(1);
        self.story_milestone.map_or(last, |number| number.saturating_sub(1).min(last))
    }

    pub(super) fn days_late(&self) -> i64 {
        self.story_days_late.unwrap_or(0)
    }
}
