//! Looking back (domain.md 2.8): samples of tasks closed six months ago, drawn with a seed that is kept, and what
//! looking again found.

mod commands;
mod queries;

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::duties::{self, Hand};
use luoshi_domain::look_back::LookBackResult;
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use commands::{NewLookBackResult, create, record};
pub use queries::list;

use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::views::{OrgRef, PersonRef};

/// The samples of a plan, and what could be drawn from now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LookBacks {
    /// Every draw, latest first.
    pub items: Vec<LookBack>,
    /// Tasks closed six months ago or longer that were in no draw since.
    pub population: i64,
    /// How many of them a draw would take.
    #[serde(default)]
    #[schema(required = true)]
    pub sample_size: i64,
    /// The last day of closing that a draw looks at today.
    pub closed_until: NaiveDate,
    /// Whether the caller draws samples.
    #[serde(default)]
    #[schema(required = true)]
    pub may_draw: bool,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// One draw with its sample.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LookBack {
    /// Its id.
    pub id: Uuid,
    /// 1 for the first draw of the plan.
    pub number: i32,
    /// Items closed up to this day were drawn from.
    pub closed_until: NaiveDate,
    /// With the seed and the ids anybody can draw again: smallest SHA-256 of seed and id first.
    pub seed: String,
    /// How many were drawn from.
    pub population: i32,
    /// Who drew.
    pub drawn_by: PersonRef,
    /// When.
    pub drawn_at: DateTime<Utc>,
    /// The sample.
    pub sample: Vec<LookBackItem>,
}

/// A closed task that was drawn.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LookBackItem {
    /// The task.
    pub task_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// 牵头单位.
    pub lead: OrgRef,
    /// 销号 number.
    pub closing_number: Option<String>,
    /// Day of its closing; null when it was reopened.
    pub closed_on: Option<NaiveDate>,
    /// What was found; null while nobody has looked.
    pub result: Option<LookBackResult>,
    /// In words.
    pub words: Option<String>,
    /// Who looked.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: Option<DateTime<Utc>>,
    /// What the caller may do with it now: `record`.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Who applied for its closure and who accepted it.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    hands: Vec<Hand>,
}

impl LookBackItem {
    /// Whoever applied for the closure or accepted it does not look at it again.
    fn check_other(&self, ctx: &Ctx) -> Result<(), RuleError> {
        duties::check(&ctx.actor, ("task", &TaskState::Closed.to_value(), "look_back"), self.hands.iter().cloned())
    }

    fn allowed(&self, ctx: &Ctx) -> Vec<AllowedAction> {
        if self.result.is_some() || ctx.reach(Action::LookBackRecord) == Reach::No {
            return Vec::new();
        }
        vec![AllowedAction::of("record", false, self.check_other(ctx))]
    }
}
