//! Finding the table on a sheet: its head below titles and unit lines, its lines between blank rows and sign-offs.

use std::collections::HashMap;

use super::cells::CellProblem;
use super::grid::{Cell, Grid, cell_name};
use super::words::{key, title_key};
use super::{MOST_LINES, TableKind};

/// Rows in which the head is looked for.
const SEARCHED_ROWS: u32 = 40;
/// Recognised titles that make a row a head.
const LEAST_TITLES: usize = 2;

/// A column that a table may have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the code.
    pub key: &'static str,
    /// Its title as we write it.
    pub title: &'static str,
    /// What others call it.
    pub also: &'static [&'static str],
    /// Whether a table without it cannot be read.
    pub must: bool,
    /// Whether a blank cell means "as above".
    pub carried: bool,
}

impl Column {
    /// A column that may be missing.
    pub const fn may(key: &'static str, title: &'static str, also: &'static [&'static str]) -> Column {
        Column { key, title, also, must: false, carried: false }
    }

    /// A column that every such table has.
    pub const fn must(key: &'static str, title: &'static str, also: &'static [&'static str]) -> Column {
        Column { key, title, also, must: true, carried: false }
    }

    /// A column of a heading that stands once for several rows.
    pub const fn heading(key: &'static str, title: &'static str, also: &'static [&'static str]) -> Column {
        Column { key, title, also, must: false, carried: true }
    }
}

/// A table found on a sheet.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The sheet.
    pub grid: &'a Grid,
    /// Its columns by key, with their places on the sheet.
    pub places: HashMap<&'static str, u32>,
    /// Row of the head, from 0.
    pub head: u32,
    /// Rows of data, from 0.
    pub lines: Vec<u32>,
    /// Titles of columns that mean nothing to us.
    pub ignored: Vec<String>,
    /// All columns the kind of table may have.
    pub columns: &'static [Column],
    /// For a blank heading, the row above that says it.
    pub above: HashMap<(&'static str, u32), u32>,
}

/// The table on the first sheet that has its head, or what is wrong with the head.
pub fn find(grids: &[Grid], kind: TableKind) -> Result<Table<'_>, Vec<CellProblem>> {
    let columns = kind.columns();
    let titles = Titles::of(columns);
    let best = grids
        .iter()
        .filter_map(|grid| best_row(grid, &titles).map(|(score, row)| (score, row, grid)))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, head, grid)) = best else {
        let wanted: Vec<&str> = columns.iter().filter(|column| column.must).map(|column| column.title).collect();
        let message = format!("没有找到{}的表头，表头应在同一行写明：{}", kind.title(), wanted.join("、"));
        return Err(vec![CellProblem::at(0, 0, "表头", "header_missing", message)]);
    };
    let mut problems = Vec::new();
    let (places, ignored) = places(grid, head, &titles, &mut problems);
    for column in columns.iter().filter(|column| column.must && !places.contains_key(column.key)) {
        let message = format!("表头缺少“{}”一列", column.title);
        problems.push(CellProblem::at(head, 0, column.title, "column_missing", message));
    }
    let lines = lines(grid, head, &places, (&titles, columns));
    if lines.is_empty() {
        problems.push(CellProblem::at(head + 1, 0, "数据", "no_lines", "表头下面没有数据行".to_owned()));
    }
    if lines.len() > MOST_LINES {
        let row = lines.get(MOST_LINES).copied().unwrap_or(head);
        let message = format!("一次最多导入 {MOST_LINES} 行，现有 {} 行，请分成几份", lines.len());
        problems.push(CellProblem::at(row, 0, "数据", "too_many_lines", message));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let above = carried(grid, &lines, &places, columns);
    Ok(Table { grid, places, head, lines, ignored, columns, above })
}

/// Where the words of a blank heading stand: in the next line above that has some.
fn carried(
    grid: &Grid,
    lines: &[u32],
    places: &HashMap<&'static str, u32>,
    columns: &[Column],
) -> HashMap<(&'static str, u32), u32> {
    let mut above = HashMap::new();
    for column in columns.iter().filter(|column| column.carried) {
        let Some(place) = places.get(column.key) else { continue };
        let mut last = None;
        for row in lines {
            if !grid.cell(*row, *place).is_blank() {
                last = Some(*row);
            } else if let Some(last) = last {
                above.insert((column.key, *row), last);
            }
        }
    }
    above
}

/// The row with most titles, and how many: the lower one of a head in two rows.
fn best_row(grid: &Grid, titles: &Titles) -> Option<(usize, u32)> {
    let scored = (0..grid.height().min(SEARCHED_ROWS)).map(|row| {
        let mut known: Vec<&str> = grid.row(row).iter().filter_map(|cell| titles.recognise(cell)).collect();
        known.sort_unstable();
        known.dedup();
        (known.len(), row)
    });
    scored.filter(|(score, _)| *score >= LEAST_TITLES).reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// Everything that columns are called, in the forms in which titles are compared.
struct Titles(HashMap<String, &'static str>);

impl Titles {
    fn of(columns: &'static [Column]) -> Titles {
        let mut titles = HashMap::new();
        for column in columns {
            for title in std::iter::once(&column.title).chain(column.also) {
                titles.entry(key(title)).or_insert(column.key);
                titles.entry(title_key(title)).or_insert(column.key);
            }
        }
        titles.remove("");
        Titles(titles)
    }

    /// The column that the cell is the title of.
    fn recognise(&self, cell: &Cell) -> Option<&'static str> {
        let Cell::Text(text) = cell else { return None };
        // No title is that long; most cells of a table are no titles.
        if text.len() > 120 {
            return None;
        }
        self.0.get(&key(text)).or_else(|| self.0.get(&title_key(text))).copied()
    }
}

fn places(
    grid: &Grid,
    head: u32,
    titles: &Titles,
    problems: &mut Vec<CellProblem>,
) -> (HashMap<&'static str, u32>, Vec<String>) {
    let mut places: HashMap<&'static str, u32> = HashMap::new();
    let mut ignored = Vec::new();
    for (cell, place) in grid.row(head).iter().zip(0_u32..) {
        let Some(known) = titles.recognise(cell) else {
            ignored.extend(Some(cell.text()).filter(|text| !text.is_empty()));
            continue;
        };
        if let Some(first) = places.get(known) {
            let message = format!("{} 和 {} 是同一列，请只保留一列", cell_name(head, *first), cell_name(head, place));
            problems.push(CellProblem::at(head, place, &cell.text(), "column_twice", message));
        } else {
            places.insert(known, place);
        }
    }
    (places, ignored)
}

/// Rows of data: not blank, not a head printed again, not a sum, a remark or a sign-off.
fn lines(
    grid: &Grid,
    head: u32,
    places: &HashMap<&'static str, u32>,
    (titles, columns): (&Titles, &[Column]),
) -> Vec<u32> {
    let own = |row: u32| {
        columns
            .iter()
            .filter(|c| !c.carried)
            .filter_map(|c| places.get(c.key))
            .any(|place| !grid.cell(row, *place).is_blank())
    };
    (head + 1..grid.height())
        .filter(|row| grid.is_written(*row) && own(*row))
        .filter(|row| !is_head_again(grid, *row, places, titles) && !is_remark(grid, *row, places))
        .collect()
}

fn is_head_again(grid: &Grid, row: u32, places: &HashMap<&'static str, u32>, titles: &Titles) -> bool {
    let same =
        places.iter().filter(|(known, place)| titles.recognise(grid.cell(row, **place)) == Some(**known)).count();
    same >= LEAST_TITLES && same * 2 > places.len()
}

/// 合计, 注：…, 填报人：… and the line that says who made the table.
fn is_remark(grid: &Grid, row: u32, places: &HashMap<&'static str, u32>) -> bool {
    const SUMS: [&str; 3] = ["合计", "总计", "小计"];
    const REMARKS: [&str; 9] =
        ["填报人", "填表人", "审核人", "负责人", "联系电话", "注:", "备注:", "说明:", "系统生成"];
    let first = grid.row(row).iter().find(|cell| !cell.is_blank()).map(Cell::text).unwrap_or_default();
    let first = key(&first);
    let filled = places.values().filter(|place| !grid.cell(row, **place).is_blank()).count();
    SUMS.contains(&first.as_str())
        || filled <= 4
            && REMARKS.iter().any(|word| first.starts_with(word))
            && (first.contains(':') || first.starts_with("系统生成"))
}
