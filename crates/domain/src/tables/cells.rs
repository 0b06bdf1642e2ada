//! Reading one line of a table: typed values out of cells, every fault kept with the name of its cell.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::{self, Side};
use super::grid::{Cell, cell_name};
use super::header::Table;
use super::names::{NameFault, Names, Organisation};
use super::words::{half_width, key};

/// What is wrong in one cell, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CellProblem {
    /// The cell as Excel names it, e.g. `F12`.
    pub cell: String,
    /// Title of its column.
    pub column: String,
    /// Stable code, e.g. `unknown_organisation`.
    pub code: String,
    /// What to do, in a sentence.
    pub message: String,
    /// What was probably meant.
    #[serde(default)]
    pub suggestions: Vec<String>,
}

impl CellProblem {
    /// A fault in the cell at a row and a column, from 0.
    pub fn at(row: u32, column: u32, title: &str, code: &str, message: String) -> CellProblem {
        let (cell, column, code) = (cell_name(row, column), title.to_owned(), code.to_owned());
        CellProblem { cell, column, code, message, suggestions: Vec::new() }
    }
}

/// One line being read.
#[derive(Debug)]
pub struct Line<'a> {
    table: &'a Table<'a>,
    /// Row on the sheet, from 0.
    pub row: u32,
    /// The faults so far.
    pub problems: Vec<CellProblem>,
}

impl<'a> Line<'a> {
    /// A line of the table.
    pub fn new(table: &'a Table<'a>, row: u32) -> Line<'a> {
        Line { table, row, problems: Vec::new() }
    }

    /// Whether the table has the column at all; what is not there stays as it is.
    pub fn has(&self, column: &'static str) -> bool {
        self.table.places.contains_key(column)
    }

    /// The cell of a column; for a heading that is blank, the next one above that is not.
    pub fn cell(&self, column: &'static str) -> &'a Cell {
        const NOTHING: &Cell = &Cell::Empty;
        let Some(place) = self.table.places.get(column) else { return NOTHING };
        let row = self.table.above.get(&(column, self.row)).copied().unwrap_or(self.row);
        self.table.grid.cell(row, *place)
    }

    /// The words of a column; empty where there is no such column.
    pub fn words(&self, column: &'static str) -> String {
        self.cell(column).text()
    }

    /// Notes a fault in the cell of a column.
    pub fn fault(&mut self, column: &'static str, code: &str, message: impl Into<String>) {
        self.fault_with(column, code, message, Vec::new());
    }

    /// Notes a fault with what was probably meant.
    pub fn fault_with(
        &mut self,
        column: &'static str,
        code: &str,
        message: impl Into<String>,
        suggestions: Vec<String>,
    ) {
        let place = self.table.places.get(column).copied().unwrap_or(0);
        let title = self.table.columns.iter().find(|known| known.key == column).map_or(column, |known| known.title);
        let problem = CellProblem::at(self.row, place, title, code, message.into());
        self.problems.push(CellProblem { suggestions, ..problem });
    }

    /// Whether a fault was noted for the column.
    pub fn is_faulty(&self, column: &'static str) -> bool {
        let title = self.table.columns.iter().find(|known| known.key == column).map_or(column, |known| known.title);
        self.problems.iter().any(|problem| problem.column == title)
    }

    /// A text of at most `most` characters; `None` where the table has no such column.
    pub fn text(&mut self, column: &'static str, most: usize) -> Option<String> {
        if !self.has(column) {
            return None;
        }
        let cell = self.cell(column);
        if let Cell::Fault(value) = cell {
            self.fault(column, "error_value", format!("单元格是错误值 {value}，请改成文字"));
            return None;
        }
        let text = cell.text();
        let length = text.chars().count();
        if length > most {
            self.fault(column, "too_long", format!("最多 {most} 个字，现有 {length} 个，请精简"));
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.fault(column, "control_character", "含有不可见的控制字符，请删去");
        }
        Some(text)
    }

    /// A text that may not be blank; a missing column is a blank cell.
    pub fn required(&mut self, column: &'static str, most: usize) -> Option<String> {
        let text = self.text(column, most);
        if text.as_deref() == Some("") || !self.has(column) {
            self.fault(column, "required", "请填写这一项");
        }
        text.filter(|text| !text.is_empty())
    }

    /// A day; `None` where the cell is blank or nobody could tell.
    pub fn day(&mut self, column: &'static str, side: Side) -> Option<NaiveDate> {
        let cell = self.cell(column);
        if cell.is_blank() {
            return None;
        }
        let Some(day) = days::in_cell(cell, side) else {
            let message = format!("看不出“{}”是哪一天，请写成 2026年6月30日", cell.text());
            self.fault(column, "unreadable_day", message);
            return None;
        };
        if !(2000..2100).contains(&day.year()) {
            self.fault(column, "day_out_of_range", "日期应在 2000 年到 2099 年之间");
            return None;
        }
        Some(day)
    }

    /// A whole number within a range; `None` where the cell is blank or holds something else.
    pub fn whole(&mut self, column: &'static str, range: RangeInclusive<i32>) -> Option<i32> {
        let cell = self.cell(column);
        if cell.is_blank() {
            return None;
        }
        let written = half_width(&cell.text());
        let bare = written.trim().trim_end_matches('%').trim_end_matches(".0").trim();
        let number = bare.parse::<i32>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("请填写 {} 到 {} 的整数，现为“{written}”", range.start(), range.end());
            self.fault(column, "unreadable_number", message);
        }
        number
    }

    /// 是 or 否; blank is 否, and `None` means that the table has no such column.
    pub fn flag(&mut self, column: &'static str) -> Option<bool> {
        if !self.has(column) {
            return None;
        }
        match key(&self.words(column)).as_str() {
            "是" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" => Some(true),
            "" | "否" | "×" | "n" | "no" | "false" | "0" | "-" => Some(false),
            other => {
                self.fault(column, "unreadable_flag", format!("请写“是”或“否”，现为“{other}”"));
                None
            }
        }
    }

    /// One organisation; `None` where the cell is blank or the name leads nowhere.
    pub fn organisation<'n>(&mut self, column: &'static str, names: &'n Names) -> Option<&'n Organisation> {
        let text = self.words(column);
        if text.is_empty() {
            return None;
        }
        match names.find(&text) {
            Ok(found) => Some(found),
            Err(_) if names.list(&text).iter().filter(|(_, found)| found.is_ok()).count() > 1 => {
                self.fault(column, "several_organisations", "这里只能写一个单位，其余请写在责任单位或配合单位");
                None
            }
            Err(fault) => {
                self.name_fault(column, &text, fault);
                None
            }
        }
    }

    /// A list of organisations; every unknown name is a fault of its own.
    pub fn organisations<'n>(&mut self, column: &'static str, names: &'n Names) -> Option<Vec<&'n Organisation>> {
        if !self.has(column) {
            return None;
        }
        let mut found = Vec::new();
        for (entry, organisation) in names.list(&self.words(column)) {
            match organisation {
                Ok(organisation) => found.push(organisation),
                Err(fault) => self.name_fault(column, &entry, fault),
            }
        }
        Some(found)
    }

    fn name_fault(&mut self, column: &'static str, name: &str, fault: NameFault) {
        match fault {
            NameFault::Several(names) => {
                let message = format!("“{name}”可以指{}，请写全称", names.join("、"));
                self.fault_with(column, "ambiguous_organisation", message, names);
            }
            NameFault::Unknown(near) if near.is_empty() => {
                let message = format!("没有叫“{name}”的单位，请核对名称，或先在机构表中登记");
                self.fault(column, "unknown_organisation", message);
            }
            NameFault::Unknown(near) => {
                let message = format!("没有叫“{name}”的单位，是不是：{}", near.join("、"));
                self.fault_with(column, "unknown_organisation", message, near);
            }
        }
    }
}

/// Words cut at every usual separator, blanks dropped.
pub fn entries(text: &str) -> Vec<String> {
    let split = text.split(|c: char| super::words::is_hard_separator(c) || c == '、' || c == '/' || c.is_whitespace());
    split.map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}
