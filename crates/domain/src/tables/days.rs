//! Days as offices write them: whole dates, and the ends of months, quarters and years (domain.md 6.3).

use chrono::{Datelike, Days, Months, NaiveDate};

use super::grid::Cell;
use super::words::half_width;

/// Which end of a period is meant where only a period is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 开始日期: 2026年6月 is its first day.
    First,
    /// 完成时限: 2026年6月 is its last day, and 2026年底 the last of the year.
    Last,
}

/// The day in the official way, e.g. 2026年6月30日.
pub fn printed(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day a cell means; `None` where nobody could tell, or where there is no such day.
pub fn in_cell(cell: &Cell, side: Side) -> Option<NaiveDate> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Number(number) => of_number(*number, side),
        Cell::Text(text) => of_text(text, side),
        Cell::Empty | Cell::Fault(_) => None,
    }
}

/// 20260630, a year, or the serial number that Excel keeps for a day.
fn of_number(number: f64, side: Side) -> Option<NaiveDate> {
    const FIRST_SERIAL: i64 = 36_526; // 1 January 2000
    const LAST_SERIAL: i64 = 73_050; // 31 December 2099
    if !(0.0..100_000_000.0).contains(&number) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range is checked, and a time of day is cut off on purpose"
    )]
    let whole = number as i64;
    match whole {
        FIRST_SERIAL..=LAST_SERIAL => {
            let origin = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            origin.checked_add_days(Days::new(u64::try_from(whole).ok()?))
        }
        _ => of_text(&whole.to_string(), side),
    }
}

/// The day a text means.
pub fn of_text(text: &str, side: Side) -> Option<NaiveDate> {
    let text = half_width(text);
    let text = without_time(text.trim());
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = in_digits(text.trim_start_matches(['至', '到', '于', '在']));
    let text = ["完成", "以前", "之前", "前", "止"].iter().fold(text.as_str(), |text, end| text.trim_end_matches(end));
    whole_date(text).or_else(|| period(text).map(|(first, months)| edge(first, months, side)).unwrap_or_default())
}

/// `2026-06-30 00:00:00` is a day too.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time))
            if time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.')) =>
        {
            day
        }
        _ => text,
    }
}

/// 二〇二六年六月三十日 in digits; other words stay.
fn in_digits(text: &str) -> String {
    if !text.contains(['年', '月']) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        if digit(c).is_some() || matches!(c, '十' | '廿' | '卅') {
            word.push(c);
            continue;
        }
        // In 第二季度 and 上半年 the word is not a number of the date.
        if word.is_empty() || matches!(c, '年' | '月' | '日' | '号') {
            out += &number(&word);
        } else {
            out += &word;
        }
        word.clear();
        out.push(c);
    }
    out + &word
}

fn digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|known| known == c)
        .or((c == '零').then_some(0))
        .and_then(|n| u32::try_from(n).ok())
}

fn number(word: &str) -> String {
    if !word.contains(['十', '廿', '卅']) {
        return word.chars().filter_map(digit).map(|n| n.to_string()).collect();
    }
    let word = word.replace('廿', "二十").replace('卅', "三十");
    let (tens, ones) = word.split_once('十').unwrap_or(("", ""));
    let value = |part: &str, absent| part.chars().next().and_then(digit).unwrap_or(absent);
    (value(tens, 1) * 10 + value(ones, 0)).to_string()
}

fn whole_date(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = text.split(['年', '月', '-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    NaiveDate::from_ymd_opt(year_of(year)?, small(month)?, small(day)?)
}

fn year_of(text: &str) -> Option<i32> {
    (text.len() == 4).then(|| text.parse().ok()).flatten()
}

fn small(text: &str) -> Option<u32> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// First day and months of a written period.
fn period(text: &str) -> Option<(NaiveDate, u32)> {
    let year = year_of(text.get(..4)?)?;
    let rest = text.get(4..)?.trim_start_matches('年').trim_end_matches(['底', '末']);
    let (month, months) = match rest {
        "" | "全" | "全年" => (1, 12),
        "初" => (1, 1),
        "上半年" | "中" | "年中" => (1, 6),
        "下半年" => (7, 6),
        _ => quarter(rest).or_else(|| month_of(rest))?,
    };
    Some((NaiveDate::from_ymd_opt(year, month, 1)?, months))
}

fn quarter(text: &str) -> Option<(u32, u32)> {
    let upper = text.to_uppercase();
    let name = upper.strip_prefix('Q').or_else(|| upper.strip_suffix("季度")).or_else(|| upper.strip_suffix('季'))?;
    let number = match name.trim_start_matches('第') {
        "1" | "一" => 1,
        "2" | "二" => 2,
        "3" | "三" => 3,
        "4" | "四" => 4,
        _ => return None,
    };
    Some((number * 3 - 2, 3))
}

fn month_of(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_start_matches(['-', '/', '.']).trim_end_matches('份').trim_end_matches('月');
    small(text).filter(|month| (1..=12).contains(month)).map(|month| (month, 1))
}

fn edge(first: NaiveDate, months: u32, side: Side) -> Option<NaiveDate> {
    match side {
        Side::First => Some(first),
        Side::Last => first.checked_add_months(Months::new(months))?.pred_opt(),
    }
}
