//! Which tasks a reporting cycle asks, when it opens by itself, and how its due day may move (domain.md 2.4).

use chrono::{Datelike, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::{Calendar, Period, PeriodKind, Window, window};
use crate::rule::RuleError;

/// Which tasks a cycle asks for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Basis {
    /// Every task in progress.
    Open,
    /// The tasks that are red on the day its window opens; the set stands from then on.
    Red,
}

/// What the office agreed with one unit about its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExceptionRule {
    /// 免报: no report is asked for.
    Exempt,
    /// 延后: some working days more than the others.
    Later,
    /// 减频: only at the end of a half-year or a year.
    LessOften,
}

/// How often a unit reports that reports less often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Frequency {
    /// 半年一次.
    HalfYear,
    /// 一年一次.
    Year,
}

/// The burden rule: months ask the red tasks, everything longer all open ones.
pub fn usual_basis(kind: PeriodKind) -> Basis {
    if kind == PeriodKind::Month { Basis::Red } else { Basis::Open }
}

/// The period of that kind whose window holds `today`, with the window; at most one, because no window is that long.
pub fn opens_on_day(kind: PeriodKind, today: NaiveDate, calendar: &Calendar) -> Option<(Period, Window)> {
    let present = Period::of(kind, today);
    let before = present.from.pred_opt().map(|day| Period::of(kind, day));
    let both = [Some(present), before].into_iter().flatten();
    both.map(|period| (period, window(period, calendar)))
        .find(|(_, window)| (window.opens_on..=window.due_on).contains(&today))
}

/// Whether a quarter ends with this period: its report says what the month's would say.
pub fn ends_a_quarter(period: Period) -> bool {
    period.to.month().is_multiple_of(3)
}

/// A due day moves while it lies ahead; afterwards single reports are waived instead.
pub fn check_move(due_on: NaiveDate, today: NaiveDate) -> Result<(), RuleError> {
    if today > due_on { Err(RuleError::CycleEnded { due_on }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn opens(kind: PeriodKind, on: &str) -> Option<String> {
        opens_on_day(kind, day(on), &Calendar::china()).map(|(period, _)| period.name_zh())
    }

    #[test]
    fn months_ask_red_tasks_and_longer_periods_all_open_ones() {
        assert_eq!(usual_basis(PeriodKind::Month), Basis::Red);
        for kind in [PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year] {
            assert_eq!(usual_basis(kind), Basis::Open);
        }
    }

    #[test]
    fn a_cycle_opens_by_itself_from_the_25th_to_its_due_day() {
        assert_eq!(opens(PeriodKind::Quarter, "2026-09-24"), None);
        assert_eq!(opens(PeriodKind::Quarter, "2026-09-25").as_deref(), Some("2026年第三季度"));
        // The National Day holiday pushes the due day to the 13th.
        assert_eq!(opens(PeriodKind::Quarter, "2026-10-13").as_deref(), Some("2026年第三季度"));
        assert_eq!(opens(PeriodKind::Quarter, "2026-10-14"), None);
        assert_eq!(opens(PeriodKind::Month, "2026-11-30").as_deref(), Some("2026年11月"));
        assert_eq!(opens(PeriodKind::Month, "2026-12-07").as_deref(), Some("2026年11月"));
        assert_eq!(opens(PeriodKind::Year, "2027-01-08").as_deref(), Some("2026年"));
    }

    #[test]
    fn at_most_one_period_of_a_kind_is_open_on_any_day() {
        let china = Calendar::china();
        for today in day("2024-01-01").iter_days().take_while(|today| today.year() < 2028) {
            let present = Period::of(PeriodKind::Month, today);
            let before = Period::of(PeriodKind::Month, present.from.pred_opt().unwrap());
            let open = [present, before].into_iter().filter(|period| {
                let window = window(*period, &china);
                (window.opens_on..=window.due_on).contains(&today)
            });
            assert!(open.count() <= 1, "{today}");
        }
    }

    #[test]
    fn the_last_month_of_a_quarter_is_told_by_the_quarter() {
        let ends = |month: &str| ends_a_quarter(Period::of(PeriodKind::Month, day(month)));
        assert_eq!(["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"].map(ends), [true, false, false, true]);
    }

    #[test]
    fn a_due_day_moves_until_it_has_passed() {
        let due_on = day("2026-04-08");
        assert_eq!(check_move(due_on, due_on), Ok(()));
        assert_eq!(check_move(due_on, day("2026-04-09")), Err(RuleError::CycleEnded { due_on }));
    }
}
