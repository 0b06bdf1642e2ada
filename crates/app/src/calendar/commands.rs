//! Changing a year of the calendar; due days that were counted by it and lie ahead follow in the same transaction.

use chrono::{Datelike, NaiveDate, Weekday};
use luoshi_domain::policy::Action;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{CalendarYear, reschedule, year};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Most lines a year may have.
const MOST_SPANS: usize = 60;
/// Most days in one line.
const LONGEST_SPAN: i64 = 31;

/// A year as it is to be from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// Whether the yearly notice is out.
    pub announced: bool,
    /// Where the days come from, e.g. the number of the notice.
    pub source: String,
    /// All days off and days worked of the year.
    pub spans: Vec<NewSpan>,
}

/// Days in a row that are off, or weekend days that are worked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSpan {
    /// First day.
    pub first_on: NaiveDate,
    /// Last day.
    pub last_on: NaiveDate,
    /// True: 调休上班; false: 放假.
    pub works: bool,
    /// What people call it, e.g. 春节.
    pub name: String,
}

/// Puts a year in the place of what was kept of it.
pub async fn update(ctx: &Ctx, number: i32, change: CalendarChange) -> Result<Written<CalendarYear>, Error> {
    ctx.write(Attempt::new("calendar.update", "calendar"), async |tx| {
        ctx.require(Action::CalendarWrite)?;
        sql::execute(&**tx, statement("select pg_advisory_xact_lock(hashtext('calendar'))", [])).await?;
        let before = year(&**tx, number).await?;
        ctx.expect_version(before.version)?;
        let change = change.checked(number)?;
        store(ctx, tx, &before, &change).await?;
        let moved = reschedule::follow(ctx, tx).await?;
        let after = year(&**tx, number).await?;
        let label = format!("{number}年工作日历");
        let detail = json!({ "from": said(&before), "to": said(&after), "moved": moved });
        let event =
            Event { action: "calendar.update", object_type: "calendar", object_id: None, label: &label, detail };
        tx.record(event).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

fn said(year: &CalendarYear) -> serde_json::Value {
    json!({ "announced": year.announced, "source": year.source, "spans": year.spans })
}

async fn store(ctx: &Ctx, tx: &Tx<'_>, before: &CalendarYear, change: &CalendarChange) -> Result<(), Error> {
    let kept = "insert into calendar_year (year, announced, source, updated_by, updated_at, version)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (year) do update set announced = $2, source = $3, updated_by = $4, updated_at = $5, version = $6";
    let values = [
        before.year.into(),
        change.announced.into(),
        change.source.clone().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
        (before.version + 1).into(),
    ];
    sql::execute(&**tx, statement(kept, values)).await?;
    sql::execute(&**tx, statement("delete from calendar_span where year = $1", [before.year.into()])).await?;
    let spans = "insert into calendar_span (year, first_on, last_on, works, name)
        select $1, s.first_on, s.last_on, s.works, s.name
        from jsonb_to_recordset($2) as s (first_on date, last_on date, works boolean, name text)";
    sql::execute(&**tx, statement(spans, [before.year.into(), json!(change.spans).into()])).await?;
    Ok(())
}

impl CalendarChange {
    /// The same with every text trimmed, or all its faults.
    fn checked(&self, year: i32) -> Result<CalendarChange, Error> {
        let mut fields = Fields::new();
        let source = fields.required("/source", &self.source, 200);
        if self.spans.len() > MOST_SPANS {
            fields.fault("/spans", "too_many", format!("最多 {MOST_SPANS} 行，请合并相连的日子"));
        }
        let mut spans = self.spans.clone();
        for (number, span) in spans.iter_mut().enumerate() {
            span.name = fields.required(&format!("/spans/{number}/name"), &span.name, 60);
            if let Some((field, code, detail)) = fault_of(span, year) {
                fields.fault(format!("/spans/{number}/{field}"), code, detail);
            }
        }
        for (number, span) in self.spans.iter().enumerate() {
            let overlaps = |other: &NewSpan| other.first_on <= span.last_on && span.first_on <= other.last_on;
            if self.spans[..number].iter().any(overlaps) {
                fields.fault(format!("/spans/{number}/first_on"), "twice", "这些日子在前面已经填过，请合并或删去一行");
            }
        }
        fields.done()?;
        Ok(CalendarChange { announced: self.announced, source, spans })
    }
}

/// What is wrong with the days of one line: the field, the code, the way out.
fn fault_of(span: &NewSpan, year: i32) -> Option<(&'static str, &'static str, String)> {
    let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if span.first_on.year() != year {
        Some(("first_on", "out_of_range", format!("请填写 {year} 年内的日期")))
    } else if span.last_on.year() != year {
        Some(("last_on", "out_of_range", format!("请填写 {year} 年内的日期，跨年的假期分在两年填写")))
    } else if span.last_on < span.first_on {
        Some(("last_on", "before_start", "不早于首日".to_owned()))
    } else if (span.last_on - span.first_on).num_days() >= LONGEST_SPAN {
        Some(("last_on", "too_long", format!("一行最多 {LONGEST_SPAN} 天")))
    } else if span.works && !span.first_on.iter_days().take_while(|day| *day <= span.last_on).all(weekend) {
        Some(("first_on", "not_a_weekend", "调休上班的日子应是周六或周日，其他日子本来就上班".to_owned()))
    } else {
        None
    }
}
