//! A message as its reader sees it.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::notifications::NotificationKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A message to the caller.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Notification {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub kind: NotificationKind,
    /// When it was written; a message that gathers several moves up with each.
    pub at: DateTime<Utc>,
    /// How many things it gathers, since it was last read.
    pub count: i32,
    /// What people call the thing.
    pub label: String,
    /// `task`, `milestone`, `report`, `correction`, `extension`, `adjustment`, `notice`, `annual_book`,
    /// `annual_item`, `cycle` or `user`.
    pub subject_type: String,
    /// Which one.
    pub subject_id: Uuid,
    /// The task behind it.
    pub task_id: Option<Uuid>,
    /// The report behind it; of several gathered ones the latest.
    pub report_id: Option<Uuid>,
    /// The page on which to go on, as a path; null where there is nothing to do.
    #[serde(default)]
    pub path: Option<String>,
    /// The day until which it is due.
    pub due_on: Option<NaiveDate>,
    /// The step somebody took, e.g. `refuse`; null where the calendar speaks.
    pub step: Option<String>,
    /// Their words.
    pub comment: Option<String>,
    /// Who took it.
    pub by: Option<NotificationAuthor>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was done with: what it asked for was done, or a later message took its place.
    pub settled_at: Option<DateTime<Utc>>,
}

/// Who did what a message tells, as they were called then.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NotificationAuthor {
    /// Name of the person.
    pub name: String,
    /// Short name of their organisation.
    pub organisation: String,
}

/// How many messages are new to the caller.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct Unread {
    /// Neither read nor done with.
    pub unread: i64,
}

impl Notification {
    /// The message with the page that belongs to it.
    pub(super) fn placed(mut self) -> Notification {
        self.path = self.page();
        self
    }

    /// The page on which to go on.
    pub(crate) fn page(&self) -> Option<String> {
        use NotificationKind as K;
        let one = self.report_id.filter(|_| self.count == 1);
        Some(match self.kind {
            K::RolesDecided | K::PasswordReset => return None,
            K::DelegationNamed | K::DelegationEnded => "/delegations".to_owned(),
            K::WorkReceived => "/work".to_owned(),
            K::RolesAsked => format!("/users?id={}", self.subject_id),
            K::CycleOpened | K::ReportsDue => format!("/reports?cycle={}", self.subject_id),
            K::AnnualIssued if self.subject_type == "annual_book" => format!("/annual-books/{}", self.subject_id),
            K::NoticeToSign | K::NoticeIssued | K::NoticeAnswered | K::NoticeReturned | K::NoticeEnded => {
                format!("/supervision/{}", self.subject_id)
            }
            K::ReportsToReview | K::ReportsToApprove => match one {
                Some(report) => format!("/review?report={report}"),
                None => "/review".to_owned(),
            },
            K::ReportsApproved => match one {
                Some(report) => format!("/reports/{report}"),
                None => format!("/reports?cycle={}", self.subject_id),
            },
            K::ReportReturned | K::ReportWaived | K::CorrectionAsked | K::CorrectionDecided => {
                format!("/reports/{}", self.subject_id)
            }
            _ => format!("/tasks/{}", self.task_id?),
        })
    }
}
