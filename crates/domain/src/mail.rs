//! Mail (domain.md 2.6 L0, 7): when a digest is due, what may be switched off, and how long a mail waits for another try.
//!
//! A mail only repeats what stands in the program, so every topic may be switched off; the message itself may not.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Timelike, Utc};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::{Calendar, shanghai_today};
use crate::notifications::NotificationKind;

/// What messages are about, as far as mails of them can be switched off.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailTopic {
    /// 任务交办、签收、办结与变动.
    Tasks,
    /// 临近期限.
    DueDays,
    /// 报告审核、退回与更正.
    Reports,
    /// 延期与调整申请.
    Requests,
    /// 催办、督办与约谈.
    Supervision,
    /// 账号与角色.
    Accounts,
}

impl MailTopic {
    /// All topics in the order of the settings page and of the digest.
    pub const ALL: [MailTopic; 6] = [
        MailTopic::Supervision,
        MailTopic::DueDays,
        MailTopic::Tasks,
        MailTopic::Reports,
        MailTopic::Requests,
        MailTopic::Accounts,
    ];

    /// The name on the wire and in the database.
    pub fn code(self) -> String {
        sea_orm::ActiveEnum::to_value(&self)
    }

    /// Reads a topic from its wire name; `None` for any other word.
    pub fn parse(code: &str) -> Option<MailTopic> {
        MailTopic::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// The topic of a message.
    pub const fn of(kind: NotificationKind) -> MailTopic {
        use NotificationKind as K;
        match kind {
            K::TaskIssued
            | K::SignoffReturned
            | K::ClosureApplied
            | K::ClosureDecided
            | K::TaskChanged
            | K::AnnualIssued
            | K::AnnualApplied
            | K::AnnualDecided
            | K::WorkReceived
            | K::DelegationNamed
            | K::DelegationEnded => MailTopic::Tasks,
            K::SignoffDue | K::MilestoneDue | K::CycleOpened | K::ReportsDue => MailTopic::DueDays,
            K::ReportsToReview
            | K::ReportsToApprove
            | K::ReportReturned
            | K::ReportsApproved
            | K::ReportWaived
            | K::CorrectionAsked
            | K::CorrectionDecided => MailTopic::Reports,
            K::RequestToSign | K::RequestReturned | K::RequestToReview | K::RequestToApprove | K::RequestDecided => {
                MailTopic::Requests
            }
            K::NoticeToSign | K::NoticeIssued | K::NoticeAnswered | K::NoticeReturned | K::NoticeEnded => {
                MailTopic::Supervision
            }
            K::RolesAsked | K::RolesDecided | K::PasswordReset => MailTopic::Accounts,
        }
    }
}

/// The hour in Shanghai from which the digest of a working day is made.
pub const DIGEST_HOUR: u32 = 8;

/// The day whose digest is due now: a working day, from eight in the morning on. A machine that was off makes the one of
/// today when it comes back, never those of the days it missed.
pub fn digest_day(now: DateTime<Utc>, calendar: &Calendar) -> Option<NaiveDate> {
    let day = shanghai_today(now);
    let shanghai = FixedOffset::east_opt(8 * 3600)?;
    (now.with_timezone(&shanghai).hour() >= DIGEST_HOUR && calendar.is_working_day(day)).then_some(day)
}

/// How long a mail that was not taken waits for the next attempt, after so many of them.
pub fn pause_after(attempts: i32) -> Duration {
    let minutes = match attempts {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        4 => 30,
        5 => 60,
        _ => 120,
    };
    Duration::minutes(minutes)
}

/// Attempts after which a mail that nobody waits for is given up; a digest goes on until that of the next day.
pub const MOST_ATTEMPTS: i32 = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sea_orm::Iterable;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_is_due_from_eight_in_shanghai_on_a_working_day() {
        let calendar = Calendar::china();
        assert_eq!(digest_day(at("2026-03-02T07:59:59+08:00"), &calendar), None);
        assert_eq!(digest_day(at("2026-03-02T08:00:00+08:00"), &calendar), "2026-03-02".parse().ok());
        assert_eq!(digest_day(at("2026-03-02T23:59:59+08:00"), &calendar), "2026-03-02".parse().ok());
        assert_eq!(digest_day(at("2026-03-07T10:00:00+08:00"), &calendar), None, "a Saturday");
        assert_eq!(digest_day(at("2026-10-01T10:00:00+08:00"), &calendar), None, "国庆");
    }

    #[test]
    fn every_topic_is_listed_once_and_every_kind_has_one() {
        let mut listed = MailTopic::ALL.to_vec();
        listed.sort_unstable();
        assert_eq!(listed, MailTopic::iter().collect::<Vec<_>>());
        for topic in MailTopic::ALL {
            assert!(NotificationKind::iter().any(|kind| MailTopic::of(kind) == topic), "{topic:?}");
            assert_eq!(MailTopic::parse(&topic.code()), Some(topic));
        }
        assert_eq!(MailTopic::parse("ALL"), None);
    }

    proptest! {
        #[test]
        fn a_mail_never_waits_shorter_after_more_attempts(attempts in 0..100_i32) {
            prop_assert!(pause_after(attempts + 1) >= pause_after(attempts));
            prop_assert!(pause_after(attempts) >= Duration::minutes(1));
        }
    }
}
