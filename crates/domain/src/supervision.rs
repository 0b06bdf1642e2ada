//! The ladder of supervision (domain.md 2.6): 催办, 督办单, 约谈, each with its states, its reply clock and its grounds.
//!
//! A notice is one matter about one task, addressed to its lead. [`WORKFLOW`] says who moves it; [`grounds`] says what a
//! level rests on, so that skipping a rung needs a reason in words; [`check_issue`] keeps the number of open notices and
//! of demands in a month down (督查 is not a storm). Reply days are working days after the day of issue.

use chrono::{Datelike, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Calendar;
use crate::light::LightCode;
use crate::policy::Action;
use crate::rule::RuleError;
use crate::tasks::TaskState;
use crate::workflow::{Row, Workflow};

/// The rung of the ladder, from mild to grave.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeLevel {
    /// 催办: the office asks for an answer.
    Urge,
    /// 督办单: numbered, signed by the head of the office.
    Supervision,
    /// 约谈: a leader talks to the unit; the minutes settle it.
    Interview,
}

impl NoticeLevel {
    /// The rung above, if there is one that the system keeps.
    pub const fn above(self) -> Option<NoticeLevel> {
        match self {
            NoticeLevel::Urge => Some(NoticeLevel::Supervision),
            NoticeLevel::Supervision => Some(NoticeLevel::Interview),
            NoticeLevel::Interview => None,
        }
    }

    /// Working days to sign for it, where it is signed for.
    pub const fn receive_days(self) -> Option<u32> {
        match self {
            NoticeLevel::Supervision => Some(1),
            NoticeLevel::Urge | NoticeLevel::Interview => None,
        }
    }

    /// Working days to answer; an interview has its own day instead.
    pub const fn reply_days(self) -> Option<u32> {
        match self {
            NoticeLevel::Urge => Some(3),
            NoticeLevel::Supervision => Some(5),
            NoticeLevel::Interview => None,
        }
    }
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeState {
    /// 草拟: written by the office or by the system; the unit does not see it.
    Draft,
    /// 待签发.
    PendingSignature,
    /// 已下达: the clock of the answer runs.
    Issued,
    /// 已签收.
    Received,
    /// 已反馈: the clock stands.
    Answered,
    /// 退回重办: the clock runs anew.
    Returned,
    /// 核查通过（销单）.
    Settled,
    /// 升级: a notice of the rung above took its place.
    Escalated,
    /// 撤销: a number that was given stays visible.
    Void,
}

impl NoticeState {
    /// Whether the unit owes an answer.
    pub const fn owes_answer(self) -> bool {
        matches!(self, NoticeState::Issued | NoticeState::Received | NoticeState::Returned)
    }

    /// Issued and not yet ended.
    pub const fn is_open(self) -> bool {
        self.owes_answer() || matches!(self, NoticeState::Answered)
    }
}

/// What people do to a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAction {
    /// 发出催办.
    Send,
    /// 送签.
    Submit,
    /// 退回修改 by the one who should sign.
    SendBack,
    /// 签发督办单.
    Sign,
    /// 下达约谈 by a leader.
    Summon,
    /// 签收 by the unit.
    Receive,
    /// 反馈 by the unit.
    Answer,
    /// 核查通过（销单）.
    Settle,
    /// 退回重办.
    Return,
    /// 记录约谈: the minutes settle it.
    Minute,
    /// 升级 to the rung above.
    Escalate,
    /// 不发: a draft is put away.
    Discard,
    /// 撤销.
    Void,
}

impl NoticeAction {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            NoticeAction::Send => "send",
            NoticeAction::Submit => "submit",
            NoticeAction::SendBack => "send_back",
            NoticeAction::Sign => "sign",
            NoticeAction::Summon => "summon",
            NoticeAction::Receive => "receive",
            NoticeAction::Answer => "answer",
            NoticeAction::Settle => "settle",
            NoticeAction::Return => "return",
            NoticeAction::Minute => "minute",
            NoticeAction::Escalate => "escalate",
            NoticeAction::Discard => "discard",
            NoticeAction::Void => "void",
        }
    }

    /// Whether the step starts the clock of the unit's answer.
    pub const fn issues(self) -> bool {
        matches!(self, NoticeAction::Send | NoticeAction::Sign | NoticeAction::Summon)
    }

    /// Whether the step is one of this rung; others are not offered there.
    pub const fn belongs_to(self, level: NoticeLevel) -> bool {
        match self {
            NoticeAction::Send => matches!(level, NoticeLevel::Urge),
            NoticeAction::Submit | NoticeAction::SendBack => !matches!(level, NoticeLevel::Urge),
            NoticeAction::Sign | NoticeAction::Receive => matches!(level, NoticeLevel::Supervision),
            NoticeAction::Summon | NoticeAction::Minute => matches!(level, NoticeLevel::Interview),
            NoticeAction::Answer | NoticeAction::Settle | NoticeAction::Return | NoticeAction::Escalate => {
                !matches!(level, NoticeLevel::Interview)
            }
            NoticeAction::Discard | NoticeAction::Void => true,
        }
    }
}

use NoticeState::{Answered, Draft, Escalated, Issued, PendingSignature, Received, Returned, Settled, Void};

const fn row(
    from: &'static [NoticeState],
    action: NoticeAction,
    to: NoticeState,
    needs: Action,
    needs_comment: bool,
) -> Row<NoticeState, NoticeAction> {
    Row { from, action, to, needs, needs_comment }
}

/// The table of domain.md 2.6.
pub const WORKFLOW: Workflow<NoticeState, NoticeAction> = Workflow {
    rows: &[
        row(&[Draft], NoticeAction::Send, Issued, Action::NoticeSend, false),
        row(&[Draft], NoticeAction::Submit, PendingSignature, Action::NoticeDraft, false),
        row(&[PendingSignature], NoticeAction::Sign, Issued, Action::NoticeSign, false),
        row(&[PendingSignature], NoticeAction::Summon, Issued, Action::NoticeSummon, false),
        row(&[PendingSignature], NoticeAction::SendBack, Draft, Action::NoticeSign, true),
        row(&[Issued], NoticeAction::Receive, Received, Action::NoticeReceive, false),
        row(&[Issued, Received, Returned], NoticeAction::Answer, Answered, Action::NoticeAnswer, false),
        row(&[Issued], NoticeAction::Minute, Settled, Action::NoticeReview, true),
        row(&[Answered], NoticeAction::Settle, Settled, Action::NoticeReview, false),
        row(&[Answered], NoticeAction::Return, Returned, Action::NoticeReview, true),
        row(&[Issued, Received, Returned, Answered], NoticeAction::Escalate, Escalated, Action::NoticeEscalate, true),
        row(&[Draft], NoticeAction::Discard, Void, Action::NoticeDraft, false),
        row(
            &[PendingSignature, Issued, Received, Returned, Answered],
            NoticeAction::Void,
            Void,
            Action::NoticeVoid,
            true,
        ),
    ],
};

/// What a notice rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeBasis {
    /// Something of the task is late.
    Late,
    /// The task has been red for ten days or more.
    RedLong,
    /// An urge notice was not answered in time.
    UrgeUnanswered,
    /// It is the second supervision notice on the task, or a later one.
    Repeated,
    /// 批示 of a leader.
    Instruction,
    /// None of these: a reason in words stands in the notice.
    Reasoned,
}

/// Calendar days in red after which a supervision notice needs no other reason (domain.md 2.6).
pub const RED_DAYS: i64 = 10;

/// What the rules ask about a task that a notice would concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Where it stands.
    pub state: TaskState,
    /// Its light.
    pub light: LightCode,
    /// First day with this light.
    pub light_since: NaiveDate,
    /// Whether anything of it is late.
    pub is_late: bool,
    /// Whether an urge notice on it is past its reply day without an answer, or was escalated for it.
    pub urge_unanswered: bool,
    /// Supervision notices issued on it so far, void ones not counted.
    pub supervisions: u32,
}

/// What this rung may rest on without further words; `None`: a reason is needed, since a rung is skipped.
pub fn grounds(level: NoticeLevel, task: &Watched, today: NaiveDate) -> Option<NoticeBasis> {
    let is_red = task.light == LightCode::Overdue;
    match level {
        NoticeLevel::Urge => (task.is_late && (is_red || task.light == LightCode::AtRisk)).then_some(NoticeBasis::Late),
        NoticeLevel::Supervision if task.urge_unanswered => Some(NoticeBasis::UrgeUnanswered),
        NoticeLevel::Supervision => {
            (is_red && (today - task.light_since).num_days() >= RED_DAYS).then_some(NoticeBasis::RedLong)
        }
        NoticeLevel::Interview => (task.supervisions >= 2).then_some(NoticeBasis::Repeated),
    }
}

/// Whether a notice may be written on this task at all: its lead must have signed for it, and it must not have ended.
pub fn check_task(task: &Watched) -> Result<(), RuleError> {
    match task.state {
        TaskState::InProgress | TaskState::PendingClosure => Ok(()),
        _ => Err(RuleError::NoticeTaskNotOpen),
    }
}

/// What the rules ask before a notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demands {
    /// Whether another urge or supervision notice on the task is open.
    pub has_open: bool,
    /// Urge and supervision notices issued to the unit in this calendar month.
    pub this_month: u32,
    /// Most of them in a month; a leader may go beyond.
    pub cap: u32,
}

/// Whether a notice may go out now: one open at a time per task, and not more than the cap unless a leader signs.
pub fn check_issue(level: NoticeLevel, demands: &Demands, by_leader: bool) -> Result<(), RuleError> {
    if level == NoticeLevel::Interview {
        Ok(())
    } else if demands.has_open {
        Err(RuleError::NoticeOpen)
    } else if demands.this_month >= demands.cap && !by_leader {
        Err(RuleError::NoticeCap { cap: demands.cap })
    } else {
        Ok(())
    }
}

/// Whether the unit may answer now: a supervision notice is signed for first.
pub fn check_answer(level: NoticeLevel, state: NoticeState) -> Result<(), RuleError> {
    if level.receive_days().is_some() && state == Issued { Err(RuleError::NoticeNotReceived) } else { Ok(()) }
}

/// Whether the rung above may take over: the answer is overdue, or it is there and does not do.
pub fn check_escalation(state: NoticeState, reply_by: Option<NaiveDate>, today: NaiveDate) -> Result<(), RuleError> {
    match reply_by {
        Some(reply_by) if state.owes_answer() && today <= reply_by => Err(RuleError::NoticeNotDue { reply_by }),
        _ => Ok(()),
    }
}

/// The days by which a notice that goes out on `issued_on` is to be signed for and answered.
pub fn clocks(level: NoticeLevel, issued_on: NaiveDate, calendar: &Calendar) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let after = |days: Option<u32>| days.map(|days| calendar.nth_working_day_after(issued_on, days));
    (after(level.receive_days()), after(level.reply_days()))
}

/// The printed number of a supervision notice, e.g. 中园督〔2026〕12号; years do not share a counter.
pub fn printed_number(prefix: &str, issued_on: NaiveDate, number: u32) -> String {
    format!("{prefix}〔{}〕{number}号", issued_on.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sea_orm::Iterable;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn late() -> Watched {
        Watched {
            state: TaskState::InProgress,
            light: LightCode::Overdue,
            light_since: day("2026-07-01"),
            is_late: true,
            urge_unanswered: false,
            supervisions: 0,
        }
    }

    fn to(from: NoticeState, action: NoticeAction) -> Result<NoticeState, RuleError> {
        WORKFLOW.apply(from, action).map(|row| row.to)
    }

    #[test]
    fn an_urge_is_sent_by_the_office_and_answered_without_being_signed_for() {
        assert_eq!(to(Draft, NoticeAction::Send), Ok(Issued));
        assert_eq!(WORKFLOW.apply(Draft, NoticeAction::Send).unwrap().needs, Action::NoticeSend);
        assert_eq!(check_answer(NoticeLevel::Urge, Issued), Ok(()));
        assert_eq!(to(Issued, NoticeAction::Answer), Ok(Answered));
        assert!(!NoticeAction::Receive.belongs_to(NoticeLevel::Urge));
    }

    #[test]
    fn a_supervision_notice_is_signed_signed_for_answered_and_settled() {
        assert_eq!(to(Draft, NoticeAction::Submit), Ok(PendingSignature));
        assert_eq!(WORKFLOW.apply(PendingSignature, NoticeAction::Sign).unwrap().needs, Action::NoticeSign);
        assert_eq!(to(Issued, NoticeAction::Receive), Ok(Received));
        assert_eq!(check_answer(NoticeLevel::Supervision, Issued), Err(RuleError::NoticeNotReceived));
        assert_eq!(check_answer(NoticeLevel::Supervision, Received), Ok(()));
        assert_eq!(to(Answered, NoticeAction::Settle), Ok(Settled));
    }

    #[test]
    fn what_does_not_do_comes_back_and_is_answered_again() {
        assert_eq!(to(Answered, NoticeAction::Return), Ok(Returned));
        assert!(WORKFLOW.apply(Answered, NoticeAction::Return).unwrap().needs_comment);
        assert_eq!(to(Returned, NoticeAction::Answer), Ok(Answered));
    }

    #[test]
    fn an_interview_is_a_leaders_and_its_minutes_settle_it() {
        assert_eq!(WORKFLOW.apply(PendingSignature, NoticeAction::Summon).unwrap().needs, Action::NoticeSummon);
        assert_eq!(to(Issued, NoticeAction::Minute), Ok(Settled));
        assert!(NoticeAction::Minute.belongs_to(NoticeLevel::Interview));
        assert!(!NoticeAction::Sign.belongs_to(NoticeLevel::Interview));
        assert!(!NoticeAction::Answer.belongs_to(NoticeLevel::Interview));
    }

    #[test]
    fn a_unit_cannot_end_its_own_notice() {
        let units = [Action::NoticeReceive, Action::NoticeAnswer];
        let ends = WORKFLOW.rows.iter().filter(|row| matches!(row.to, Settled | Escalated | Void));
        assert!(ends.into_iter().all(|row| !units.contains(&row.needs)));
    }

    #[test]
    fn what_ended_stays_so() {
        for state in [Settled, Escalated, Void] {
            assert_eq!(WORKFLOW.from(state).count(), 0, "{state:?}");
        }
    }

    #[test]
    fn an_urge_rests_on_something_late() {
        let today = day("2026-07-02");
        assert_eq!(grounds(NoticeLevel::Urge, &late(), today), Some(NoticeBasis::Late));
        let yellow = Watched { light: LightCode::AtRisk, ..late() };
        assert_eq!(grounds(NoticeLevel::Urge, &yellow, today), Some(NoticeBasis::Late));
        let asked = Watched { is_late: false, ..yellow };
        assert_eq!(grounds(NoticeLevel::Urge, &asked, today), None, "yellow only because an extension is asked for");
        let green = Watched { light: LightCode::OnTrack, ..late() };
        assert_eq!(grounds(NoticeLevel::Urge, &green, today), None);
    }

    #[test]
    fn a_supervision_notice_rests_on_ten_days_of_red_or_on_an_urge_without_answer() {
        assert_eq!(grounds(NoticeLevel::Supervision, &late(), day("2026-07-10")), None);
        assert_eq!(grounds(NoticeLevel::Supervision, &late(), day("2026-07-11")), Some(NoticeBasis::RedLong));
        let silent = Watched { urge_unanswered: true, light: LightCode::AtRisk, ..late() };
        assert_eq!(grounds(NoticeLevel::Supervision, &silent, day("2026-07-02")), Some(NoticeBasis::UrgeUnanswered));
    }

    #[test]
    fn an_interview_rests_on_a_second_supervision_notice() {
        let today = day("2026-09-01");
        let after = |supervisions| grounds(NoticeLevel::Interview, &Watched { supervisions, ..late() }, today);
        assert_eq!(after(1), None);
        assert_eq!(after(2), Some(NoticeBasis::Repeated));
    }

    #[test]
    fn a_task_that_nobody_signed_for_or_that_ended_gets_no_notice() {
        for state in TaskState::iter() {
            let open = matches!(state, TaskState::InProgress | TaskState::PendingClosure);
            assert_eq!(check_task(&Watched { state, ..late() }).is_ok(), open, "{state:?}");
        }
    }

    #[test]
    fn one_notice_is_open_at_a_time_and_the_month_has_a_cap_that_a_leader_may_pass() {
        let free = Demands { has_open: false, this_month: 0, cap: 8 };
        let open = Demands { has_open: true, ..free };
        let full = Demands { this_month: 8, ..free };
        for level in [NoticeLevel::Urge, NoticeLevel::Supervision] {
            assert_eq!(check_issue(level, &free, false), Ok(()));
            assert_eq!(check_issue(level, &open, true), Err(RuleError::NoticeOpen));
            assert_eq!(check_issue(level, &full, false), Err(RuleError::NoticeCap { cap: 8 }));
            assert_eq!(check_issue(level, &full, true), Ok(()));
        }
        assert_eq!(check_issue(NoticeLevel::Interview, &open, true), Ok(()), "it follows an open notice");
    }

    #[test]
    fn a_rung_is_climbed_only_after_the_reply_day_or_over_an_answer() {
        let reply_by = Some(day("2026-07-08"));
        let refused = check_escalation(Received, reply_by, day("2026-07-08"));
        assert_eq!(refused, Err(RuleError::NoticeNotDue { reply_by: day("2026-07-08") }));
        assert_eq!(check_escalation(Received, reply_by, day("2026-07-09")), Ok(()));
        assert_eq!(check_escalation(Answered, reply_by, day("2026-07-02")), Ok(()));
    }

    #[test]
    fn the_clock_counts_working_days_over_a_real_holiday() {
        // 2026-09-30 is the Wednesday before the National Day holiday, which ends on 2026-10-07.
        let calendar = Calendar::china();
        let (receive, reply) = clocks(NoticeLevel::Supervision, day("2026-09-30"), &calendar);
        assert_eq!(receive, Some(day("2026-10-08")));
        assert!(reply > Some(day("2026-10-12")));
        assert_eq!(clocks(NoticeLevel::Urge, day("2026-07-01"), &calendar), (None, Some(day("2026-07-06"))));
        assert_eq!(clocks(NoticeLevel::Interview, day("2026-07-01"), &calendar), (None, None));
    }

    #[test]
    fn a_number_is_printed_with_its_year() {
        assert_eq!(printed_number("中园督", day("2026-03-02"), 12), "中园督〔2026〕12号");
    }

    proptest! {
        #[test]
        fn nobody_signs_for_answers_or_climbs_what_was_never_issued(steps in prop::collection::vec(0usize..13, 0..12)) {
            let mut state = Draft;
            let mut issued = false;
            for step in steps {
                let Some(row) = WORKFLOW.rows.get(step) else { continue };
                let Ok(row) = WORKFLOW.apply(state, row.action) else { continue };
                issued |= row.action.issues();
                state = row.to;
                prop_assert!(issued || !(state.is_open() || matches!(state, Settled | Escalated)));
            }
        }

        #[test]
        fn the_reply_day_is_a_working_day_after_the_day_of_issue(offset in 0i64..1400) {
            let issued_on = day("2024-01-01") + chrono::Duration::days(offset);
            let calendar = Calendar::china();
            for level in NoticeLevel::iter() {
                let (receive, reply) = clocks(level, issued_on, &calendar);
                for due in [receive, reply].into_iter().flatten() {
                    prop_assert!(due > issued_on && calendar.is_working_day(due));
                }
                prop_assert!(receive.is_none() || receive < reply);
            }
        }
    }
}
