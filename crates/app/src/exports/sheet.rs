//! A table ready to be written: titles, widths, typed cells, and what stands above and below it.

use chrono::NaiveDate;
use luoshi_domain::light::LightCode;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Nothing,
    /// Words; never a formula.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A whole percentage.
    Percent(i32),
    /// A day.
    Day(NaiveDate),
    /// A light: words and sign with a filled cell, never colour alone.
    Light(LightCode),
}

impl Value {
    /// Words, or nothing.
    pub fn text(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() { Value::Nothing } else { Value::Text(text) }
    }

    /// A day that may be missing.
    pub fn day(day: Option<NaiveDate>) -> Value {
        day.map_or(Value::Nothing, Value::Day)
    }
}

/// A column with its width in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its title.
    pub title: &'static str,
    /// Width in half-width characters.
    pub width: f64,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Printed above it.
    pub title: String,
    /// 单位：…
    pub unit: String,
    /// 填报时间：…
    pub made: String,
    /// 系统生成，供参考, and who took it out when.
    pub watermark: String,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows of data.
    pub rows: Vec<Vec<Value>>,
    /// So many columns from the left are merged downwards where they are the same.
    pub merged: usize,
    /// The narrow tables go on A4, the wide ones on A3.
    pub wide: bool,
}

/// Sign and words of a light (domain.md 6.3).
pub(super) const fn light_words(light: LightCode) -> &'static str {
    match light {
        LightCode::Overdue => "■ 滞后",
        LightCode::AtRisk => "▲ 预警",
        LightCode::OnTrack => "● 正常推进",
        LightCode::Completed => "✓ 按期完成",
        LightCode::CompletedLate => "✓ 逾期完成",
        LightCode::NotStarted => "○ 未启动",
        LightCode::Inactive => "○ 暂缓或终止",
    }
}
