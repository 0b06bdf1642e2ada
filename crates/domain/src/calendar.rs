//! Working days, reporting periods and their windows (domain.md 2.4 and 6.3).
//!
//! Every day here is a day in Asia/Shanghai; [`shanghai_today`] is the one place where an instant becomes such a day.
//! Lights count calendar days and need nothing from here: working days are for windows and for deadlines of answers.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc, Weekday};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Day of the period's last month on which its reporting window opens (domain.md 2.4).
const OPENING_DAY: u32 = 25;
/// Which working day after the period's end is the last one to report (domain.md 2.4).
const DUE_WORKING_DAY: u32 = 5;

/// Which days are worked: Monday to Friday, less holidays, plus the weekend days worked in exchange (调休).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    worked_weekends: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A calendar from the days a holiday notice names: those off, and those at a weekend that are worked.
    pub fn new(
        holidays: impl IntoIterator<Item = NaiveDate>,
        worked_weekends: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        Self { holidays: holidays.into_iter().collect(), worked_weekends: worked_weekends.into_iter().collect() }
    }

    /// Mainland China as published: 2024 (国办发明电〔2023〕7号), 2025 (国办发明电〔2024〕12号) and 2026 (notice of
    /// 4 November 2025), with holidays and 调休.
    ///
    /// For 2027 only the days fixed by 全国年节及纪念日放假办法 (as amended in 2024) are off: no 调休 and no bridging or
    /// substitute days, because those come with that year's own notice. Any other year has weekends only.
    pub fn china() -> Self {
        let holidays = HOLIDAYS.iter().flat_map(|&(year, (month, day), days)| {
            let first = NaiveDate::from_ymd_opt(year, month, day);
            first.into_iter().flat_map(move |first| first.iter_days().take(days))
        });
        let worked = WORKED_WEEKENDS.iter().filter_map(|&(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
        Self::new(holidays, worked)
    }

    /// Whether offices work on `day`.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if is_weekend { self.worked_weekends.contains(&day) } else { !self.holidays.contains(&day) }
    }

    /// The `n`-th working day after `day`, which itself never counts; for `n` = 0 it is `day`, worked or not.
    pub fn nth_working_day_after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(day, |reached, _| self.next_working_day(reached.succ_opt().unwrap_or(NaiveDate::MAX)))
    }

    /// The day itself if it is worked, else the next worked one: where a deadline on a rest day moves.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|&day| self.is_working_day(day)).unwrap_or(NaiveDate::MAX)
    }
}

/// The day it is in Asia/Shanghai at the instant `now` (UTC+8 all year round).
pub fn shanghai_today(now: DateTime<Utc>) -> NaiveDate {
    now.checked_add_signed(TimeDelta::hours(8)).unwrap_or(now).date_naive()
}

/// How long a reporting period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PeriodKind {
    /// 月: a calendar month.
    Month,
    /// 季度: three months from January, April, July or October.
    Quarter,
    /// 半年: January to June, or July to December.
    HalfYear,
    /// 年: a calendar year.
    Year,
}

impl PeriodKind {
    /// Length in months.
    fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// What one reporting cycle reports on: whole calendar months, first and last day included (domain.md 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// How long it is.
    pub kind: PeriodKind,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

impl Period {
    /// The period of that kind in which `day` lies.
    pub fn of(kind: PeriodKind, day: NaiveDate) -> Self {
        let length = kind.months();
        let first_month = day.month0() / length * length + 1;
        let from = NaiveDate::from_ymd_opt(day.year(), first_month, 1).unwrap_or(day);
        let following = from.checked_add_months(Months::new(length));
        let to = following.and_then(|following| following.pred_opt()).unwrap_or(NaiveDate::MAX);
        Self { kind, from, to }
    }

    /// The quarter in which `day` lies: the default reporting period (domain.md 2.4).
    pub fn quarter_of(day: NaiveDate) -> Self {
        Self::of(PeriodKind::Quarter, day)
    }

    /// Its name in Chinese documents: 2026年6月, 2026年第二季度, 2026年上半年, 2026年.
    pub fn name_zh(&self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match (self.kind, month) {
            (PeriodKind::Month, _) => format!("{year}年{month}月"),
            (PeriodKind::Quarter, 1..=3) => format!("{year}年第一季度"),
            (PeriodKind::Quarter, 4..=6) => format!("{year}年第二季度"),
            (PeriodKind::Quarter, 7..=9) => format!("{year}年第三季度"),
            (PeriodKind::Quarter, _) => format!("{year}年第四季度"),
            (PeriodKind::HalfYear, 1..=6) => format!("{year}年上半年"),
            (PeriodKind::HalfYear, _) => format!("{year}年下半年"),
            (PeriodKind::Year, _) => format!("{year}年"),
        }
    }

    /// Its name in English: June 2026, Q2 2026, first half of 2026, 2026.
    pub fn name_en(&self) -> String {
        let (year, month0) = (self.from.year(), self.from.month0());
        match self.kind {
            PeriodKind::Month => self.from.format("%B %Y").to_string(),
            PeriodKind::Quarter => format!("Q{} {year}", month0 / 3 + 1),
            PeriodKind::HalfYear if month0 < 6 => format!("first half of {year}"),
            PeriodKind::HalfYear => format!("second half of {year}"),
            PeriodKind::Year => year.to_string(),
        }
    }
}

/// When a period may be reported on, both days included (domain.md 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Window {
    /// First day on which a report can be written, worked or not.
    pub opens_on: NaiveDate,
    /// Last day on which a report is in time; always a working day.
    pub due_on: NaiveDate,
}

/// The reporting window of `period`: from the 25th of its last month to the 5th working day after its end.
pub fn window(period: Period, calendar: &Calendar) -> Window {
    Window {
        opens_on: period.to.with_day(OPENING_DAY).unwrap_or(period.to),
        due_on: calendar.nth_working_day_after(period.to, DUE_WORKING_DAY),
    }
}

/// Holidays as (year, (month, day) of the first day off, days off in a row).
const HOLIDAYS: [(i32, (u32, u32), usize); 27] = [
    (2024, (1, 1), 1),
    (2024, (2, 10), 8),
    (2024, (4, 4), 3),
    (2024, (5, 1), 5),
    (2024, (6, 10), 1),
    (2024, (9, 15), 3),
    (2024, (10, 1), 7),
    (2025, (1, 1), 1),
    (2025, (1, 28), 8),
    (2025, (4, 4), 3),
    (2025, (5, 1), 5),
    (2025, (5, 31), 3),
    // National Day and Mid-Autumn fell together: one notice item, eight days.
    (2025, (10, 1), 8),
    (2026, (1, 1), 3),
    (2026, (2, 15), 9),
    (2026, (4, 4), 3),
    (2026, (5, 1), 5),
    (2026, (6, 19), 3),
    (2026, (9, 25), 3),
    (2026, (10, 1), 7),
    // 2027: New Year, New Year's Eve of the lunar year and three days, 清明, Labour Day, 端午, 中秋, National Day.
    (2027, (1, 1), 1),
    (2027, (2, 5), 4),
    (2027, (4, 5), 1),
    (2027, (5, 1), 2),
    (2027, (6, 9), 1),
    (2027, (9, 15), 1),
    (2027, (10, 1), 3),
];

/// Saturdays and Sundays worked in exchange for a bridged holiday, as (year, month, day).
const WORKED_WEEKENDS: [(i32, u32, u32); 19] = [
    (2024, 2, 4),
    (2024, 2, 18),
    (2024, 4, 7),
    (2024, 4, 28),
    (2024, 5, 11),
    (2024, 9, 14),
    (2024, 9, 29),
    (2024, 10, 12),
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn quarter(text: &str) -> Period {
        Period::quarter_of(day(text))
    }

    #[test]
    fn weekdays_are_worked_and_weekends_are_not() {
        let plain = Calendar::default();
        assert!(plain.is_working_day(day("2026-06-05")));
        assert!(!plain.is_working_day(day("2026-06-06")));
        assert!(!plain.is_working_day(day("2026-06-07")));
    }

    #[test]
    fn every_published_holiday_is_off() {
        let china = Calendar::china();
        let off = |year: i32| china.holidays.iter().filter(|day| day.year() == year).count();
        // The sums of the days each notice grants: a mistyped row would change them.
        assert_eq!([off(2024), off(2025), off(2026), off(2027)], [28, 28, 33, 13]);
        assert!(china.holidays.iter().all(|&day| !china.is_working_day(day)));
    }

    #[test]
    fn every_exchanged_weekend_day_is_worked() {
        let china = Calendar::china();
        assert_eq!(china.worked_weekends.len(), WORKED_WEEKENDS.len());
        for &day in &china.worked_weekends {
            assert!(matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day} is no weekend day");
            assert!(china.is_working_day(day), "{day}");
        }
    }

    #[test]
    fn only_the_named_day_of_a_weekend_is_worked() {
        let china = Calendar::china();
        assert!(!china.is_working_day(day("2026-09-19")));
        assert!(china.is_working_day(day("2026-09-20")));
    }

    #[test]
    fn a_year_has_the_working_days_its_notice_leaves() {
        let china = Calendar::china();
        let worked = |year: i32| {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
            days.take_while(|day| day.year() == year).filter(|&day| china.is_working_day(day)).count()
        };
        // 262 weekdays, 19 off, 8 worked weekend days; 261, 18, 5; 261, 19, 6.
        assert_eq!([worked(2024), worked(2025), worked(2026)], [251, 248, 248]);
    }

    #[test]
    fn a_deadline_on_a_rest_day_moves_to_the_next_working_day() {
        let china = Calendar::china();
        assert_eq!(china.next_working_day(day("2026-10-01")), day("2026-10-08"));
        assert_eq!(china.next_working_day(day("2026-06-06")), day("2026-06-08"));
        assert_eq!(china.next_working_day(day("2026-06-05")), day("2026-06-05"));
    }

    #[test]
    fn a_deadline_stays_on_a_saturday_that_is_worked() {
        assert_eq!(Calendar::china().next_working_day(day("2026-10-10")), day("2026-10-10"));
    }

    #[test]
    fn counting_skips_rest_days_and_includes_exchanged_ones() {
        let china = Calendar::china();
        // Thursday 8, Friday 9, the worked Saturday 10, then Monday 12.
        assert_eq!(china.nth_working_day_after(day("2026-09-30"), 3), day("2026-10-10"));
        assert_eq!(china.nth_working_day_after(day("2026-09-30"), 4), day("2026-10-12"));
    }

    #[test]
    fn counting_starts_the_day_after() {
        let plain = Calendar::default();
        assert_eq!(plain.nth_working_day_after(day("2026-06-01"), 1), day("2026-06-02"));
        assert_eq!(plain.nth_working_day_after(day("2026-06-06"), 1), day("2026-06-08"));
        assert_eq!(plain.nth_working_day_after(day("2026-06-06"), 0), day("2026-06-06"));
    }

    #[test]
    fn the_last_day_there_is_has_no_successor_and_that_is_no_panic() {
        assert_eq!(Calendar::default().nth_working_day_after(NaiveDate::MAX, 5), NaiveDate::MAX);
        assert_eq!(Period::of(PeriodKind::Year, NaiveDate::MAX).to, NaiveDate::MAX);
        assert_eq!(shanghai_today(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
    }

    #[test]
    fn the_second_quarter_of_2026_is_due_on_its_fifth_working_day() {
        let window = window(quarter("2026-05-17"), &Calendar::china());
        assert_eq!(window, Window { opens_on: day("2026-06-25"), due_on: day("2026-07-07") });
    }

    #[test]
    fn the_national_holiday_pushes_the_third_quarter_back() {
        let window = window(quarter("2026-09-30"), &Calendar::china());
        assert_eq!(window, Window { opens_on: day("2026-09-25"), due_on: day("2026-10-13") });
    }

    #[test]
    fn the_fifth_working_day_is_counted_on_the_real_holidays() {
        // (last day of the period, fifth working day after it), counted by hand on the notices.
        let counted = [
            ("2024-01-31", "2024-02-06"), // Sunday 4 February is worked for the Spring Festival.
            ("2024-03-31", "2024-04-08"), // 清明 4 to 6 April, Sunday 7 worked.
            ("2024-06-30", "2024-07-05"),
            ("2024-09-30", "2024-10-12"), // National Day 1 to 7 October, Saturday 12 worked.
            ("2024-12-31", "2025-01-08"),
            ("2025-01-31", "2025-02-10"), // The Spring Festival ends on 4 February, Saturday 8 worked.
            ("2025-04-30", "2025-05-12"), // Labour Day 1 to 5 May.
            ("2025-05-31", "2025-06-09"), // 端午 31 May to 2 June.
            ("2025-09-30", "2025-10-14"), // National Day and Mid-Autumn 1 to 8 October, Saturday 11 worked.
            ("2026-01-31", "2026-02-06"),
            ("2026-02-28", "2026-03-06"), // Saturday 28 February itself is worked and does not count.
            ("2026-04-30", "2026-05-11"), // Labour Day 1 to 5 May, Saturday 9 worked.
            ("2026-12-31", "2027-01-08"),
            ("2027-01-31", "2027-02-09"), // 2027: the statutory days alone, 5 to 8 February.
            ("2027-09-30", "2027-10-08"),
        ];
        let china = Calendar::china();
        for (end, fifth) in counted {
            assert_eq!(china.nth_working_day_after(day(end), 5), day(fifth), "after {end}");
        }
    }

    #[test]
    fn the_window_of_a_year_end_reaches_into_the_next_year() {
        let window = window(quarter("2025-12-31"), &Calendar::china());
        // Off on 1 to 3 January; Sunday 4 is worked.
        assert_eq!(window, Window { opens_on: day("2025-12-25"), due_on: day("2026-01-08") });
    }

    #[test]
    fn february_ends_on_the_29th_in_a_leap_year() {
        let february = Period::of(PeriodKind::Month, day("2024-02-10"));
        assert_eq!((february.from, february.to), (day("2024-02-01"), day("2024-02-29")));
        assert_eq!(Period::of(PeriodKind::Month, day("2026-02-10")).to, day("2026-02-28"));
        assert_eq!(window(february, &Calendar::china()).due_on, day("2024-03-07"));
    }

    #[test]
    fn a_period_covers_whole_months() {
        let half = Period::of(PeriodKind::HalfYear, day("2026-12-31"));
        assert_eq!((half.from, half.to), (day("2026-07-01"), day("2026-12-31")));
        let year = Period::of(PeriodKind::Year, day("2026-01-01"));
        assert_eq!((year.from, year.to), (day("2026-01-01"), day("2026-12-31")));
        assert_eq!((quarter("2026-03-31").from, quarter("2026-03-31").to), (day("2026-01-01"), day("2026-03-31")));
        assert_eq!(quarter("2026-04-01").from, day("2026-04-01"));
    }

    #[test]
    fn periods_are_named_as_documents_name_them() {
        let names = |kind| {
            let period = Period::of(kind, day("2026-06-15"));
            (period.name_zh(), period.name_en())
        };
        assert_eq!(names(PeriodKind::Month), ("2026年6月".into(), "June 2026".into()));
        assert_eq!(names(PeriodKind::Quarter), ("2026年第二季度".into(), "Q2 2026".into()));
        assert_eq!(names(PeriodKind::HalfYear), ("2026年上半年".into(), "first half of 2026".into()));
        assert_eq!(names(PeriodKind::Year), ("2026年".into(), "2026".into()));
        assert_eq!(quarter("2026-02-01").name_zh(), "2026年第一季度");
        assert_eq!(quarter("2026-08-01").name_zh(), "2026年第三季度");
        assert_eq!(quarter("2026-11-01").name_zh(), "2026年第四季度");
        assert_eq!(Period::of(PeriodKind::HalfYear, day("2026-07-01")).name_zh(), "2026年下半年");
        assert_eq!(Period::of(PeriodKind::HalfYear, day("2026-07-01")).name_en(), "second half of 2026");
    }

    #[test]
    fn the_day_changes_in_shanghai_at_16_utc() {
        let instant = |hour, minute| Utc.with_ymd_and_hms(2026, 12, 31, hour, minute, 59).unwrap();
        assert_eq!(shanghai_today(instant(15, 59)), day("2026-12-31"));
        assert_eq!(shanghai_today(instant(16, 0)), day("2027-01-01"));
    }
}
