//! From the bytes of a file to sheets of cells, within firm bounds (trust.md T13): .xlsx, and .csv in UTF-8 or GB18030.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx};
use chrono::NaiveDate;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use luoshi_domain::tables::{Cell, Grid, Merge};
use zip::ZipArchive;

use crate::error::Error;
use crate::evidence::inspect;

/// Largest file in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// Most bytes that the parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 120 * 1024 * 1024;
/// Most cells with something in them.
const MOST_CELLS: usize = 1_000_000;
/// Rows and columns in which a table may stand.
const MOST_ROWS: u32 = 60_000;
const MOST_COLUMNS: u32 = 256;
/// Sheets that are looked at.
const MOST_SHEETS: usize = 20;
/// Merged ranges of one sheet.
const MOST_MERGES: usize = 100_000;

/// The sheets of a file, chosen by its content: a workbook or a text.
pub fn grids(path: &Path) -> Result<Vec<Grid>, Error> {
    let mut head = [0_u8; 8];
    let read = File::open(path)?.take(8).read(&mut head)?;
    match &head[..read] {
        [] => Err(Error::field("/file", "empty", "文件是空的，请核对后重新选择")),
        [b'P', b'K', ..]
        | [0xD0, 0xCF, 0x11, 0xE0, ..]
        | [b'%', b'P', b'D', b'F', ..]
        | [b'R', b'a', b'r', b'!', ..] => workbook(path),
        _ => text(&std::fs::read(path)?),
    }
}

fn refuse(reason: &str) -> Error {
    Error::field("/file", "unfit_file", format!("{reason}。请另存为不带宏的 .xlsx，或 UTF-8、GB18030 编码的 .csv"))
}

fn workbook(path: &Path) -> Result<Vec<Grid>, Error> {
    let names = inspect::workbook(path).map_err(|error| match error {
        Error::FileRefused(reason) => refuse(reason.split('。').next().unwrap_or("这份文件无法读取")),
        other => other,
    })?;
    if names.iter().any(|name| name.to_ascii_lowercase().starts_with("xl/externallinks/")) {
        return Err(refuse("工作簿引用了外部文件，请在 Excel 的“数据—编辑链接”中断开后再传"));
    }
    measure(path)?;
    let damaged = |_: calamine::XlsxError| refuse("工作簿已损坏，无法读取");
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    let visible = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible;
    let sheets: Vec<String> =
        book.sheets_metadata().iter().filter(visible).take(MOST_SHEETS).map(|sheet| sheet.name.clone()).collect();
    let mut grids = Vec::new();
    let mut cells = 0;
    for name in sheets {
        grids.push(sheet(&mut book, &name, &mut cells)?);
    }
    Ok(grids)
}

/// Unpacks every part once to nothing: what a directory declares may be a lie, what comes out is not.
fn measure(path: &Path) -> Result<(), Error> {
    let damaged = |_: zip::result::ZipError| refuse("工作簿已损坏，无法读取");
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let most = MOST_UNPACKED - unpacked + 1;
        let size =
            io::copy(&mut part.take(most), &mut io::sink()).map_err(|_broken| refuse("工作簿已损坏，无法读取"))?;
        unpacked += size;
        if unpacked > MOST_UNPACKED {
            return Err(refuse("工作簿展开后过大，请只保留要导入的表"));
        }
    }
    Ok(())
}

fn sheet(book: &mut Xlsx<BufReader<File>>, name: &str, cells: &mut usize) -> Result<Grid, Error> {
    let damaged = |_: calamine::XlsxError| refuse("工作簿已损坏，无法读取");
    let merged: Vec<Dimensions> = book.merge_cells_by_sheet_name(name).map_err(damaged)?;
    // Cell by cell: the size that a sheet declares is only a claim, and a dense range would believe it.
    let mut found: BTreeMap<(u32, u32), Cell> = BTreeMap::new();
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok(Grid::default()) };
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let place = cell.get_position();
        let value = value(cell.get_value());
        if value.is_blank() {
            continue;
        }
        *cells += 1;
        if *cells > MOST_CELLS || place.0 >= MOST_ROWS || place.1 >= MOST_COLUMNS {
            return Err(refuse("工作表过大，请只保留要导入的表，并删去表外的内容"));
        }
        found.insert(place, value);
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((row, column), cell) in found {
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, Cell::Empty);
        }
        rows[row][column] = cell;
    }
    let ranges: Vec<Merge> = merged.iter().map(|range| Merge { first: range.start, last: range.end }).collect();
    let heights = ranges.iter().map(|merge| (merge.last.0.saturating_sub(merge.first.0) as usize).min(rows.len()));
    if ranges.len() > MOST_MERGES || heights.sum::<usize>() > MOST_CELLS {
        return Err(refuse("工作表中的合并单元格过多，请拆分后再传"));
    }
    Ok(Grid::new(name, rows, &ranges))
}

fn value(cell: &DataRef<'_>) -> Cell {
    match cell {
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "Excel itself keeps every number as a double")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Text(if *flag { "是" } else { "否" }.to_owned()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            day.map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

fn text(bytes: &[u8]) -> Result<Vec<Grid>, Error> {
    // One sign for the end of a line, whoever wrote it: the reader's count of lines relies on it.
    let mut text = decoded(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let comma = separator(&text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(comma).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0;
    let mut expected = 1;
    let mut record = csv::StringRecord::new();
    let unpaired = |_broken| refuse("表格中有引号没有配对，无法分出各列");
    while reader.read_record(&mut record).map_err(unpaired)? {
        // The reader leaves out blank lines before a record; rows are counted as Excel shows them.
        let next = reader.position().line();
        let within = record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        let blank = next.saturating_sub(1 + within).saturating_sub(expected);
        let blank = usize::try_from(blank).unwrap_or(0).min(MOST_ROWS as usize);
        rows.resize(rows.len() + blank, Vec::new());
        expected = next;
        let row: Vec<Cell> = record.iter().map(written).collect();
        cells += row.len();
        if cells > MOST_CELLS || rows.len() >= MOST_ROWS as usize || row.len() > MOST_COLUMNS as usize {
            return Err(refuse("表格过大，请分成几份"));
        }
        rows.push(row);
    }
    Ok(vec![Grid::new("", rows, &[])])
}

/// A byte order mark decides; else UTF-8 where it fits, else GB18030.
fn decoded(bytes: &[u8]) -> Result<String, Error> {
    let unreadable = || refuse("无法识别文字编码");
    for (mark, encoding) in [(&b"\xff\xfe"[..], UTF_16LE), (&b"\xfe\xff"[..], UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, damaged) = encoding.decode_without_bom_handling(rest);
            return if damaged { Err(unreadable()) } else { Ok(text.into_owned()) };
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(refuse("这不是文字表格"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    if damaged { Err(unreadable()) } else { Ok(text.into_owned()) }
}

/// Excel writes semicolons or tabs in some settings; the first line with one of them tells.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| line.contains([',', '\t', ';'])).unwrap_or_default();
    let count = |sign: char| line.matches(sign).count();
    match (count(','), count('\t'), count(';')) {
        (commas, tabs, _) if tabs > commas => b'\t',
        (0, _, semicolons) if semicolons > 0 => b';',
        _ => b',',
    }
}

/// Text that would be a formula carries an apostrophe in front, which is not part of it.
fn written(text: &str) -> Cell {
    let text = text.strip_prefix('\'').filter(|rest| needs_apostrophe(rest)).unwrap_or(text);
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Whether a spreadsheet might take the text for a formula (trust.md T12); an apostrophe before such a text counts too, so
/// that what is written is what is read.
pub fn needs_apostrophe(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_row(bytes: &[u8]) -> Vec<String> {
        text(bytes).unwrap()[0].row(0).iter().map(Cell::text).collect()
    }

    #[test]
    fn a_text_table_is_read_in_every_usual_encoding() {
        let words = "重点任务,完成时限\n𠮷林,2026年";
        assert_eq!(first_row(words.as_bytes()), ["重点任务", "完成时限"]);
        assert_eq!(first_row(&[b"\xef\xbb\xbf", words.as_bytes()].concat()), ["重点任务", "完成时限"]);
        assert_eq!(first_row(&GB18030.encode(words).0), ["重点任务", "完成时限"]);
        assert_eq!(text(&GB18030.encode(words).0).unwrap()[0].cell(1, 0).text(), "𠮷林");
        assert_eq!(first_row("甲\t乙".as_bytes()), ["甲", "乙"]);
        assert_eq!(first_row("甲;乙".as_bytes()), ["甲", "乙"]);
    }

    #[test]
    fn rows_are_counted_as_excel_shows_them() {
        let grid = &text("甲,乙\n\n\"一\n二\",丙\n\n丁,戊\n".as_bytes()).unwrap()[0];
        assert_eq!([grid.cell(0, 0).text(), grid.cell(2, 0).text(), grid.cell(4, 0).text()], ["甲", "一\n二", "丁"]);
        for ends in ["甲\r\n\r\n乙\r\n丙", "甲\r\n\r\n乙\r\n丙\r\n", "甲\n\n乙\n丙", "甲\r\r乙\r丙"] {
            let grid = &text(ends.as_bytes()).unwrap()[0];
            assert_eq!([grid.cell(2, 0).text(), grid.cell(3, 0).text()], ["乙", "丙"], "{ends:?}");
        }
    }

    #[test]
    fn an_apostrophe_against_formulas_is_taken_off_again() {
        assert_eq!(first_row("'=1+1,'',''=x,'甲,-".as_bytes()), ["=1+1", "''", "'=x", "'甲", "-"]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_the_way_out() {
        for bytes in [&b"\xff\xfe\x00"[..], b"a\0b", b"\x81\xff\xff"] {
            let Err(Error::Invalid(errors)) = text(bytes) else { panic!("taken: {bytes:?}") };
            assert!(errors[0].detail.contains(".csv"), "{errors:?}");
        }
    }
}
