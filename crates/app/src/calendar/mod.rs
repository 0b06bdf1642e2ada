//! The working-day calendar as the administrator keeps it: read for every computation, never kept in memory, so that a
//! change holds at once in every process of the house.

mod commands;
mod reschedule;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
pub use commands::{CalendarChange, NewSpan, update};
use luoshi_domain::calendar::Calendar;
use luoshi_domain::policy::Action;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};

/// The years of the working-day calendar.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkCalendar {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// Every year that is kept, and the next one to keep, earliest first.
    pub years: Vec<CalendarYear>,
}

/// The holidays of one year, with the weekend days worked in exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Whether the yearly notice is out; until then only the statutory days are off, without 调休.
    pub announced: bool,
    /// Where the days come from.
    pub source: String,
    /// Days off and days worked, earliest first.
    pub spans: Vec<CalendarSpan>,
    /// Working days of the whole year.
    #[serde(default)]
    #[schema(required = true)]
    pub working_days: u32,
    /// Who changed it last.
    pub updated_by: Option<String>,
    /// When; null as long as it is as delivered.
    pub updated_at: Option<DateTime<Utc>>,
    /// Version for edits; 0 for a year that nobody has filled in.
    pub version: i32,
}

/// Days in a row that are off, or weekend days that are worked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalendarSpan {
    /// First day.
    pub first_on: NaiveDate,
    /// Last day.
    pub last_on: NaiveDate,
    /// True: 调休上班; false: 放假.
    pub works: bool,
    /// What people call it, e.g. 春节.
    pub name: String,
}

/// The calendar by which working days are counted now.
pub async fn load(db: &impl ConnectionTrait) -> Result<Calendar, Error> {
    let sql = "select to_jsonb(s) as view from calendar_span s order by first_on";
    let spans: Vec<CalendarSpan> = sql::rows(db, statement(sql, [])).await?;
    Ok(calendar_of(&spans))
}

fn calendar_of(spans: &[CalendarSpan]) -> Calendar {
    let days = |works: bool| {
        let chosen = spans.iter().filter(move |span| span.works == works);
        chosen.flat_map(|span| span.first_on.iter_days().take_while(|day| *day <= span.last_on))
    };
    Calendar::new(days(false), days(true))
}

/// All years, for whoever counts on them.
pub async fn get(ctx: &Ctx) -> Result<WorkCalendar, Error> {
    ctx.require(Action::CalendarRead)?;
    let next = ctx.today().year() + 1;
    let years = read(&ctx.app.db, "y.year is not null or n.year = $1", next).await?;
    Ok(WorkCalendar { as_of: ctx.now, years })
}

async fn year(db: &impl ConnectionTrait, year: i32) -> Result<CalendarYear, Error> {
    read(db, "n.year = $1", year).await?.pop().ok_or(Error::NotFound)
}

async fn read(db: &impl ConnectionTrait, which: &str, year: i32) -> Result<Vec<CalendarYear>, Error> {
    let sql = include_str!("years.sql").replace("/*where*/", which);
    let mut years: Vec<CalendarYear> = sql::rows(db, statement(&sql, [year.into()])).await?;
    for year in &mut years {
        let calendar = calendar_of(&year.spans);
        let first = NaiveDate::from_ymd_opt(year.year, 1, 1).into_iter().flat_map(|day| day.iter_days());
        let days = first.take_while(|day| day.year() == year.year).filter(|day| calendar.is_working_day(*day));
        year.working_days = u32::try_from(days.count()).unwrap_or_default();
    }
    Ok(years)
}
