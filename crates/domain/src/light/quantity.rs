//! Tasks with a number to reach (domain.md 2.5): the schedule curve, what was measured, and the points between them.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use super::{Reason, ReportFacts, ReportStanding};

/// A measured number with at most two decimals, kept exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Numbers beyond this are no counts of anything in a plan, and stay far from where arithmetic ends.
const LARGEST: f64 = 1e12;

impl Amount {
    /// So many hundredths.
    pub const fn hundredths(hundredths: i64) -> Amount {
        Amount(hundredths)
    }

    /// A number with at most two decimals; `None` for finer ones and for what is no number.
    pub fn of(number: f64) -> Option<Amount> {
        let hundredths = number * 100.0;
        let whole = hundredths.round();
        let exact = number.is_finite() && number.abs() <= LARGEST && (hundredths - whole).abs() < 1e-4;
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and far within i64")]
        exact.then_some(Amount(whole as i64))
    }

    /// The number.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 hundredths, so nothing is lost")]
    pub fn number(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.number())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Amount::of(number).ok_or_else(|| serde::de::Error::custom("a number with at most two decimals is wanted"))
    }
}

impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        f64::schema()
    }
}

impl ToSchema for Amount {}

/// An exact share of a whole as numerator and denominator; printed in percent with two decimals, half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    numerator: i128,
    denominator: i128,
}

impl Share {
    /// So many of so many; nothing of nothing is nothing.
    pub fn of(numerator: i64, denominator: i64) -> Share {
        let sign = if denominator < 0 { -1 } else { 1 };
        Share { numerator: i128::from(numerator) * sign, denominator: i128::from(denominator).abs().max(1) }
    }

    fn minus(self, other: Share) -> Share {
        Share {
            numerator: self.numerator * other.denominator - other.numerator * self.denominator,
            denominator: self.denominator * other.denominator,
        }
    }

    /// Hundredths of a percent, rounded half up: 4945 for 180 of 364.
    pub fn hundredths(self) -> i64 {
        let twice = 2 * self.denominator;
        let rounded = (self.numerator * 20_000 + self.denominator).div_euclid(twice);
        i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
    }

    /// The percentage without its sign: `49.45`.
    pub fn percent(self) -> String {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
    }
}

/// A point of a schedule curve: so much should be reached by the end of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurvePoint {
    /// The day.
    pub on: NaiveDate,
    /// The number to have by then.
    pub value: Amount,
}

/// What a task counts: from where, to where, and along which curve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// 计量单位, e.g. 家.
    pub unit: String,
    /// The number at the start.
    #[serde(default)]
    pub baseline: Amount,
    /// The number to reach.
    pub target: Amount,
    /// Points between start and due day, by day; without any the schedule is a straight line.
    #[serde(default)]
    pub points: Vec<CurvePoint>,
}

/// A task measured at the end of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Last day of the period.
    pub as_of: NaiveDate,
    /// What the schedule expected by then.
    pub planned: Share,
    /// What was reached.
    pub actual: Share,
}

impl Quantity {
    /// What the schedule expects by the end of `day`, between nothing at the start and everything at the due day.
    pub fn planned(&self, start_on: NaiveDate, due_on: NaiveDate, day: NaiveDate) -> Share {
        let span = self.target.0 - self.baseline.0;
        let inner = self.points.iter().filter(|point| start_on < point.on && point.on < due_on);
        let mut points: Vec<(NaiveDate, i64)> =
            inner.map(|point| (point.on, point.value.0 - self.baseline.0)).collect();
        points.sort_unstable();
        points.insert(0, (start_on, 0));
        points.push((due_on, span));
        if day <= start_on {
            return Share::of(0, 1);
        }
        let Some(index) = points.iter().position(|(on, _)| day <= *on).filter(|index| *index > 0) else {
            return Share::of(1, 1);
        };
        let ((from, low), (to, high)) = (points[index - 1], points[index]);
        let (gone, all) = ((day - from).num_days(), (to - from).num_days().max(1));
        // low + (high - low) * gone / all, of span.
        Share::of(low * all + (high - low) * gone, span * all)
    }

    /// The share of the way that this value has gone.
    pub fn reached(&self, value: Amount) -> Share {
        Share::of(value.0 - self.baseline.0, self.target.0 - self.baseline.0)
    }

    /// The task at the end of the last closed period, by the last value that the office approved.
    ///
    /// A period whose report lies with the office in time is left out until it is decided. One whose report is missing
    /// counts with the last value there is, so that silence never looks like progress.
    pub fn measured(
        &self,
        start_on: NaiveDate,
        due_on: NaiveDate,
        reports: &[ReportFacts],
        today: NaiveDate,
    ) -> Option<Measured> {
        let mut closed: Vec<&ReportFacts> = reports.iter().filter(|report| report.is_closed(today)).collect();
        closed.sort_by_key(|report| (report.period_to, report.due_on));
        let as_of = closed.last()?.period_to;
        let mut approved = closed.iter().rev().filter(|report| report.standing == ReportStanding::Approved);
        let value = approved.find_map(|report| report.value).unwrap_or(self.baseline);
        Some(Measured { as_of, planned: self.planned(start_on, due_on, as_of), actual: self.reached(value) })
    }
}

impl Measured {
    /// Points behind the schedule, rounded half up to two decimals; negative when it is ahead.
    pub fn lag(&self) -> Share {
        self.planned.minus(self.actual)
    }

    pub(super) fn reason(&self, yellow: u32, red: u32) -> Option<Reason> {
        let lag = self.lag();
        let points = lag.hundredths();
        let (as_of, planned, actual) = (self.as_of, self.planned.percent(), self.actual.percent());
        if points > i64::from(red) * 100 {
            Some(Reason::LagGtR { as_of, planned, actual, lag: lag.percent() })
        } else if points >= i64::from(yellow) * 100 {
            Some(Reason::LagGeY { as_of, planned, actual, lag: lag.percent() })
        } else {
            None
        }
    }
}
