//! A sheet as a grid of cells with its merged ranges, whatever file it came from.

use chrono::NaiveDate;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number; a day too, where nobody told the program so.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// An error value such as `#REF!`.
    Fault(String),
}

impl Cell {
    /// Whether a reader of the sheet would see nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as people read it; line ends are `\n` and the edges are trimmed.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => super::words::tidy(text),
            Cell::Number(number) => plain_number(*number),
            Cell::Day(day) => super::days::printed(*day),
            Cell::Fault(fault) => fault.clone(),
        }
    }
}

/// `3` instead of `3.0`, as the sheet shows it.
fn plain_number(number: f64) -> String {
    format!("{number}")
}

/// Cells that are one for the eye; the first holds the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Row and column of the first cell, from 0.
    pub first: (u32, u32),
    /// Row and column of the last one.
    pub last: (u32, u32),
}

/// A sheet: rows of cells, each row as long as its last cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Name of the sheet; empty for a file that has none.
    pub name: String,
    rows: Vec<Vec<Cell>>,
    /// Rows in which somebody wrote something, before merged cells were filled.
    written: Vec<bool>,
}

impl Grid {
    /// A sheet whose merged ranges are filled downwards: a value that stands for several rows stands in each of them.
    pub fn new(name: &str, mut rows: Vec<Vec<Cell>>, merged: &[Merge]) -> Grid {
        let written = rows.iter().map(|row| row.iter().any(|cell| !cell.is_blank())).collect();
        for merge in merged {
            fill_down(&mut rows, *merge);
        }
        Grid { name: name.to_owned(), rows, written }
    }

    /// Rows there are.
    pub fn height(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// Columns of the widest row.
    pub fn width(&self) -> u32 {
        u32::try_from(self.rows.iter().map(Vec::len).max().unwrap_or(0)).unwrap_or(u32::MAX)
    }

    /// The cell at a row and a column, from 0; outside of the sheet all is empty.
    pub fn cell(&self, row: u32, column: u32) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.rows.get(row as usize).and_then(|row| row.get(column as usize)).unwrap_or(NOTHING)
    }

    /// Whether somebody wrote something in the row itself.
    pub fn is_written(&self, row: u32) -> bool {
        self.written.get(row as usize).copied().unwrap_or(false)
    }

    /// The cells of a row in order.
    pub fn row(&self, row: u32) -> &[Cell] {
        self.rows.get(row as usize).map_or(&[], Vec::as_slice)
    }
}

fn fill_down(rows: &mut [Vec<Cell>], merge: Merge) {
    let ((top, column), (bottom, _)) = (merge.first, merge.last);
    let column = column as usize;
    let Some(value) = rows.get(top as usize).and_then(|row| row.get(column)).cloned() else { return };
    for row in rows.iter_mut().take(bottom as usize + 1).skip(top as usize + 1) {
        if row.len() <= column {
            row.resize(column + 1, Cell::Empty);
        }
        if row[column].is_blank() {
            row[column] = value.clone();
        }
    }
}

/// The name of a cell as Excel shows it, e.g. `F12` for row 11 and column 5.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters.into_iter().collect::<String>() + &(row + 1).to_string()
}
