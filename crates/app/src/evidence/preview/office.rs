//! The words of Word and Excel files, from the top, within bounds that hold whatever the file says about itself.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{PreviewGap, Sheet, Words};
use crate::plans::read::words_of_document;

/// Most characters of a document.
const MOST_CHARACTERS: usize = 60_000;
/// Most bytes a workbook may really unpack to; its reader keeps all strings of it in memory.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
const MOST_SHEETS: usize = 8;
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 30;
const MOST_IN_A_CELL: usize = 400;
/// Cells looked at in one sheet, also those outside of the corner that is shown.
const MOST_CELLS: usize = 200_000;

/// The paragraphs and tables of a Word file.
pub fn document(path: &Path) -> Words {
    let Ok(bytes) = fs::read(path) else { return Words::missing(PreviewGap::Unreadable) };
    let Ok(text) = words_of_document(&bytes) else { return Words::missing(PreviewGap::Unreadable) };
    if text.trim().is_empty() {
        return Words::missing(PreviewGap::NoText);
    }
    let end = text.char_indices().nth(MOST_CHARACTERS).map(|(at, _)| at);
    let shown = end.and_then(|at| text.get(..at)).unwrap_or(&text);
    Words { text: Some(shown.trim_end().to_owned()), cut: end.is_some(), ..Words::default() }
}

/// The sheets of an Excel file as far as they fit a page.
pub fn workbook(path: &Path) -> Words {
    match unpacked(path) {
        Ok(size) if size > MOST_UNPACKED => return Words::missing(PreviewGap::TooLarge),
        Ok(_) => {}
        Err(_damaged) => return Words::missing(PreviewGap::Unreadable),
    }
    match sheets(path) {
        Ok((sheets, _)) if sheets.iter().all(|sheet| sheet.rows.is_empty()) => Words::missing(PreviewGap::NoText),
        Ok((sheets, cut)) => Words { sheets, cut, ..Words::default() },
        Err(_damaged) => Words::missing(PreviewGap::Unreadable),
    }
}

/// What all entries unpack to, measured: the sizes in the file are only what it says.
fn unpacked(path: &Path) -> io::Result<u64> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
    let mut total = 0;
    for index in 0..archive.len() {
        let left = MOST_UNPACKED + 1 - total;
        total += io::copy(&mut archive.by_index(index)?.take(left), &mut io::sink())?;
        if total > MOST_UNPACKED {
            break;
        }
    }
    Ok(total)
}

fn sheets(path: &Path) -> Result<(Vec<Sheet>, bool), XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?))?;
    let names = book.sheet_names();
    let mut cut = names.len() > MOST_SHEETS;
    let mut sheets = Vec::new();
    for name in names.into_iter().take(MOST_SHEETS) {
        // A chart stands among the sheets and has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for looked_at in 0.. {
            let Some(cell) = cells.next_cell()? else { break };
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            if row >= MOST_ROWS || looked_at >= MOST_CELLS {
                cut = true;
                break;
            }
            let words = words(cell.get_value());
            if words.is_empty() {
                continue;
            }
            if column >= MOST_COLUMNS {
                cut = true;
                continue;
            }
            put(&mut rows, (row, column), words);
        }
        sheets.push(Sheet { name, rows });
    }
    Ok((sheets, cut))
}

fn put(rows: &mut Vec<Vec<String>>, (row, column): (usize, usize), words: String) {
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    if let Some(cells) = rows.get_mut(row) {
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = words;
        }
    }
}

fn words(value: &DataRef<'_>) -> String {
    let words = match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => words.clone(),
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            if (hour, minute) == (0, 0) {
                format!("{year}-{month:02}-{day:02}")
            } else {
                format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
            }
        }
        DataRef::Error(error) => error.to_string(),
    };
    match words.char_indices().nth(MOST_IN_A_CELL) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
        None => words,
    }
}
