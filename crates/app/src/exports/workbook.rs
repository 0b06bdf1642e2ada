//! A table as a workbook that prints: title, head on every page, merged columns, fitted width, sign-off (domain.md 6.2).
//!
//! Words are written as strings only, so that no cell is ever a formula (trust.md T12).

use chrono::{DateTime, Datelike, Utc};
use luoshi_domain::light::LightCode;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::sheet::{Sheet, Value, light_words};
use crate::error::Error;

/// Rows above the head: title, unit and time, watermark.
const HEAD_ROW: u32 = 3;
/// Excel takes no longer text in one cell.
const LONGEST_TEXT: usize = 32_000;
const A3: u8 = 8;
const A4: u8 = 9;

struct Formats {
    head: Format,
    text: Format,
    whole: Format,
    percent: Format,
    day: Format,
    title: Format,
    left: Format,
    right: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let bare = Format::new().set_align(FormatAlign::VerticalCenter);
        Formats {
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00ED_F1F7)),
            whole: cell.clone().set_align(FormatAlign::Center),
            percent: cell.clone().set_align(FormatAlign::Center).set_num_format("0%"),
            day: cell.clone().set_align(FormatAlign::Center).set_num_format("yyyy\"年\"m\"月\"d\"日\""),
            text: cell,
            title: bare.clone().set_bold().set_font_size(18).set_align(FormatAlign::Center),
            left: bare.clone(),
            right: bare.set_align(FormatAlign::Right),
        }
    }
}

/// The bytes of the workbook; the same table at the same time gives the same bytes.
pub(super) fn write(sheet: &Sheet, now: DateTime<Utc>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&now.format("%Y-%m-%dT%H:%M:%SZ").to_string()).map_err(broken)?;
    book.set_properties(&DocProperties::new().set_title(&sheet.title).set_creation_datetime(&made));
    let page = book.add_worksheet();
    fill(page, sheet).map_err(broken)?;
    book.save_to_buffer().map_err(broken)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn broken(error: XlsxError) -> Error {
    Error::Internal(format!("workbook: {error}"))
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let formats = Formats::new();
    page.set_name(sheet_name(&sheet.title))?;
    set_up(page, sheet)?;
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(0);
    let half = last / 2;
    page.set_row_height(0, 32)?;
    page.merge_range(0, 0, 0, last, &sheet.title, &formats.title)?;
    page.merge_range(1, 0, 1, half, &sheet.unit, &formats.left)?;
    page.merge_range(1, half + 1, 1, last, &sheet.made, &formats.right)?;
    page.merge_range(2, 0, 2, last, &sheet.watermark, &formats.left)?;
    for (column, place) in sheet.columns.iter().zip(0_u16..) {
        page.set_column_width(place, column.width)?;
        page.write_string_with_format(HEAD_ROW, place, column.title, &formats.head)?;
    }
    for (row, number) in sheet.rows.iter().zip(HEAD_ROW + 1..) {
        for (value, place) in row.iter().zip(0_u16..) {
            put(page, (number, place), value, &formats)?;
        }
    }
    merge(page, sheet, &formats)?;
    let end = HEAD_ROW + 2 + u32::try_from(sheet.rows.len()).unwrap_or(0);
    let sign_off = "填报人：　　　　　　　　审核人：　　　　　　　　负责人：　　　　　　　　联系电话：";
    page.merge_range(end, 0, end, last, sign_off, &formats.left)?;
    Ok(())
}

fn set_up(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_landscape().set_paper_size(if sheet.wide { A3 } else { A4 });
    page.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    page.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    page.set_footer("&C第 &P 页 共 &N 页");
    page.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    page.set_freeze_panes(HEAD_ROW + 1, 0)?;
    Ok(())
}

/// At most 31 characters without the signs that Excel refuses.
fn sheet_name(title: &str) -> String {
    title.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).take(31).collect()
}

fn put(page: &mut Worksheet, (row, column): (u32, u16), value: &Value, formats: &Formats) -> Result<(), XlsxError> {
    match value {
        Value::Nothing => page.write_blank(row, column, &formats.text)?,
        Value::Text(text) => page.write_string_with_format(row, column, fitting(text), &formats.text)?,
        #[expect(clippy::cast_precision_loss, reason = "ranks and weights are small")]
        Value::Whole(number) => page.write_number_with_format(row, column, *number as f64, &formats.whole)?,
        Value::Percent(number) => {
            page.write_number_with_format(row, column, f64::from(*number) / 100.0, &formats.percent)?
        }
        Value::Day(day) => {
            let (year, month, date) = (day.year(), day.month(), day.day());
            let day = ExcelDateTime::from_ymd(
                u16::try_from(year).unwrap_or(1900),
                u8::try_from(month).unwrap_or(1),
                u8::try_from(date).unwrap_or(1),
            )?;
            page.write_datetime_with_format(row, column, &day, &formats.day)?
        }
        Value::Light(light) => {
            let (fill, ink) = colours(*light);
            let format = formats.whole.clone().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink));
            page.write_string_with_format(row, column, light_words(*light), &format)?
        }
    };
    Ok(())
}

fn fitting(text: &str) -> String {
    if text.chars().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_TEXT).chain("…（其余见系统）".chars()).collect()
}

/// Fill and ink that stay apart in print and for colour-blind eyes; the words say the same.
const fn colours(light: LightCode) -> (u32, u32) {
    match light {
        LightCode::Overdue => (0x00F8_D7DA, 0x008A_1F2B),
        LightCode::AtRisk => (0x00FF_F0C2, 0x006B_4E00),
        LightCode::OnTrack => (0x00DC_F1E1, 0x001D_5B34),
        LightCode::Completed | LightCode::CompletedLate => (0x00DB_E9FA, 0x0017_4A7C),
        LightCode::NotStarted | LightCode::Inactive => (0x00EE_EEEE, 0x0044_4444),
    }
}

/// Merges what is the same from row to row in the first columns, never across a border of the column before.
fn merge(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    for column in 0..sheet.merged {
        let mut from = 0;
        for to in 1..=sheet.rows.len() {
            let same = to < sheet.rows.len() && sheet.rows[to][..=column] == sheet.rows[from][..=column];
            if same {
                continue;
            }
            if to - from > 1 {
                let place = u16::try_from(column).unwrap_or(0);
                let top = HEAD_ROW + 1 + u32::try_from(from).unwrap_or(0);
                let bottom = HEAD_ROW + u32::try_from(to).unwrap_or(0);
                page.merge_range(top, place, bottom, place, "", &formats.text)?;
                put(page, (top, place), &sheet.rows[from][column], formats)?;
            }
            from = to;
        }
    }
    Ok(())
}
