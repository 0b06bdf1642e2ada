//! What pages show of notices: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::Target;
use luoshi_domain::supervision::{Demands, NoticeBasis, NoticeLevel, NoticeState, Watched};
use luoshi_domain::tasks::TaskState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::{OrgRef, PersonRef, Step};

/// One notice, with everything said about it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// The task it is about.
    pub task: NoticeTask,
    /// The unit it is addressed to.
    pub addressee: OrgRef,
    /// Its rung.
    pub level: NoticeLevel,
    /// Where it stands.
    pub state: NoticeState,
    /// What it rests on.
    pub basis: NoticeBasis,
    /// The instruction of a leader, or why a rung is skipped.
    pub reason: Option<String>,
    /// What the unit is asked to say and to do.
    pub demand: String,
    /// 督办编号 once issued, e.g. 中园督〔2026〕12号.
    pub number: Option<String>,
    /// The day it went out.
    pub issued_on: Option<NaiveDate>,
    /// Last day to sign for it.
    pub receive_by: Option<NaiveDate>,
    /// Last day to answer.
    pub reply_by: Option<NaiveDate>,
    /// Day of the interview.
    pub meet_on: Option<NaiveDate>,
    /// Calendar days the answer is late; null when it is not.
    #[serde(default)]
    #[schema(required = true)]
    pub days_late: Option<i64>,
    /// What the unit answered last.
    pub answer: Option<NoticeAnswer>,
    /// 约谈记录.
    pub minutes: Option<String>,
    /// The notice whose place this one took.
    pub follows: Option<Uuid>,
    /// Who wrote it; null: the system.
    pub created_by: Option<PersonRef>,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Version for steps.
    pub version: i32,
    /// What rights and rules ask.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub facts: NoticeFacts,
}

/// The task behind a notice.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NoticeTask {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its light now.
    pub light: LightCode,
}

/// What a unit says to a notice.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NoticeAnswer {
    /// 原因.
    pub cause: String,
    /// 措施.
    pub measure: String,
    /// 预计完成时间.
    pub expected_on: Option<NaiveDate>,
    /// The day of the answer.
    pub answered_on: NaiveDate,
}

/// What rights and rules ask about a notice besides what the page shows; it never leaves the house.
#[derive(Clone, Debug, Deserialize)]
pub struct NoticeFacts {
    lead: Uuid,
    task_state: TaskState,
    light_since: NaiveDate,
    is_late: bool,
    urge_unanswered: bool,
    supervisions: u32,
    has_open: bool,
    this_month: u32,
}

impl Notice {
    /// What rights depend on: a notice belongs to the unit it is addressed to.
    pub fn target(&self) -> Target {
        Target { lead: Some(self.addressee.id), parties: Vec::new() }
    }

    /// What the rules ask about its task.
    pub fn watched(&self) -> Watched {
        let facts = &self.facts;
        Watched {
            state: facts.task_state,
            light: self.task.light,
            light_since: facts.light_since,
            is_late: facts.is_late,
            urge_unanswered: facts.urge_unanswered,
            supervisions: facts.supervisions,
        }
    }

    /// What the rules ask before it goes out; `cap` demands a month are the most.
    pub fn demands(&self, cap: u32) -> Demands {
        Demands { has_open: self.facts.has_open, this_month: self.facts.this_month, cap }
    }

    /// The lead of the task now, to whom a notice that has not gone out is addressed.
    pub fn lead(&self) -> Uuid {
        self.facts.lead
    }

    /// What the audit trail calls it.
    pub fn label(&self) -> String {
        let number = self.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        format!("{number}{} {}", self.task.code, self.task.title)
    }
}
