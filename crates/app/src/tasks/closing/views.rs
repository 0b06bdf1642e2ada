//! What pages show of an application for closure.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::closing::{CheckResult, CheckWay, SupportState};
use luoshi_domain::tasks::Conclusion;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::{OrgRef, PersonRef};

/// 办结: application and confirmation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Closure {
    /// Day of the application.
    pub applied_on: Option<NaiveDate>,
    /// How it ended.
    pub conclusion: Option<Conclusion>,
    /// The closing report in short.
    pub summary: Option<String>,
    /// Day of the confirmation.
    pub closed_on: Option<NaiveDate>,
    /// 销号 number.
    pub closing_number: Option<String>,
    /// The application in full; null where it was made before applications were kept.
    pub application: Option<ClosureApplication>,
}

/// An application for closure with what others said and found about it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ClosureApplication {
    /// Its id.
    pub id: Uuid,
    /// Last day of the office's review.
    pub review_due_on: NaiveDate,
    /// 经验做法.
    pub practice: Option<String>,
    /// Each point of the acceptance standard as it read then, with its answer.
    pub answers: Vec<AnsweredPoint>,
    /// 配合单位 and what they say.
    pub supporters: Vec<ClosureSupporter>,
    /// Checks on the spot.
    pub spot_checks: Vec<SpotCheck>,
    /// What the caller may say about it: `confirm`, `spot_check`.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
}

/// A point of the acceptance standard, answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AnsweredPoint {
    /// The point as it read then.
    pub point: String,
    /// The answer in words.
    pub text: String,
    /// Accepted evidence that proves it.
    pub evidence_ids: Vec<Uuid>,
}

/// A supporting organisation and its word on a closure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ClosureSupporter {
    /// The organisation.
    pub organisation: OrgRef,
    /// What it said, or that it kept silent.
    pub state: SupportState,
    /// Last day for an answer; silence after it is consent.
    pub due_on: NaiveDate,
    /// Its words.
    pub words: Option<String>,
    /// Who answered; null for silence.
    pub answered_by: Option<String>,
    /// When it answered, or when its silence was recorded.
    pub answered_at: Option<DateTime<Utc>>,
}

/// A check on the spot by one person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpotCheck {
    /// How.
    pub way: CheckWay,
    /// What was found.
    pub result: CheckResult,
    /// In words.
    pub note: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who checked.
    pub by: PersonRef,
}
