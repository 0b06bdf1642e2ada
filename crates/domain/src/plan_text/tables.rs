//! Tables, as rows with tabs or with every cell on a line of its own, and the indicators in them.

use super::chars::{Run, contains, is_finished, is_stop, text};
use super::lines::{Line, Role};
use super::marker::{Kind, number, recognise};
use super::model::{Indicator, IndicatorValue};

/// A table of the document. The first row usually holds the headings.
pub(super) struct Table {
    pub rows: Vec<Vec<Run>>,
    pub first_line: usize,
    pub last_line: usize,
}

/// Finds the tables and gives their lines the role.
pub(super) fn mark(lines: &mut [Line]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let found = flattened(lines, index).or_else(|| tabbed(lines, index));
        let Some((rows, end)) = found else {
            index += 1;
            continue;
        };
        let last = lines[index..end].iter().rposition(|line| !line.run.is_empty()).map_or(index, |back| index + back);
        for line in lines[index..end].iter_mut().filter(|line| line.is_text()) {
            line.role = Role::Table(tables.len());
        }
        tables.push(Table { rows, first_line: lines[index].no, last_line: lines[last].no });
        index = end.max(index + 1);
    }
    tables
}

type Found = Option<(Vec<Vec<Run>>, usize)>;

/// Neighbouring lines whose cells are parted by tabs. A short line between two rows goes on with the last cell.
fn tabbed(lines: &[Line], start: usize) -> Found {
    if !is_row(&lines[start]) {
        return None;
    }
    let mut rows: Vec<Vec<Run>> = Vec::new();
    let mut end = start;
    while let Some(line) = lines.get(end) {
        if is_row(line) {
            rows.push(line.cells.clone());
        } else if !line.run.is_empty() {
            let next_is_row = lines[end + 1..].iter().find(|next| !next.run.is_empty()).is_some_and(is_row);
            let is_rest = line.run.len() <= 15 && recognise(&line.run).is_none() && next_is_row;
            let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()).filter(|_| is_rest) else { break };
            cell.extend_from_slice(&line.run);
        }
        end += 1;
    }
    let is_sentence = rows.len() == 1 && rows[0].len() == 2 && contains(&lines[start].run, is_stop);
    if rows.iter().all(|row| row.first().is_some_and(Vec::is_empty)) {
        for row in &mut rows {
            row.remove(0);
        }
    }
    (!is_sentence).then_some((rows, end))
}

/// Cells parted by tabs; a number and its heading are no row.
fn is_row(line: &Line) -> bool {
    let filled: Vec<&Run> = line.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let is_heading = filled.len() == 2
        && filled.first().is_some_and(|cell| recognise(cell).is_some_and(|marker| marker.len == cell.len()));
    filled.len() >= 2 && !is_heading
}

/// From a line 序号 on, one cell a line, row after row in running numbers.
fn flattened(lines: &[Line], start: usize) -> Found {
    const MOST_COLUMNS: usize = 12;
    if text(&lines[start].run) != "序号" || !lines[start].cells.is_empty() {
        return None;
    }
    let with_tabs = lines[start].opens_with_tab;
    let mut rows: Vec<Vec<Run>> = vec![Vec::new()];
    let mut end = start;
    let mut after_blank = false;
    while let Some(line) = lines.get(end) {
        let opens_cell = if with_tabs { line.opens_with_tab } else { !line.run.is_empty() };
        let opens_row = number(&line.run).is_some_and(|(n, used)| used == line.run.len() && n as usize == rows.len());
        let blank = line.run.is_empty() && !opens_cell;
        let heading_is_done = rows.len() > 1 || opens_row;
        if !blank && (ends_table(line, with_tabs, after_blank) || (!heading_is_done && rows[0].len() >= MOST_COLUMNS)) {
            break;
        }
        match (opens_row, opens_cell, rows.last_mut()) {
            (true, true, _) => rows.push(vec![line.run.clone()]),
            (_, true, Some(row)) => row.push(line.run.clone()),
            (_, false, Some(row)) if !blank => {
                if let Some(cell) = row.last_mut() {
                    cell.extend_from_slice(&line.run);
                }
            }
            _ => {}
        }
        after_blank = blank;
        end += 1;
    }
    (rows.len() > 1).then_some((rows, end))
}

fn ends_table(line: &Line, with_tabs: bool, after_blank: bool) -> bool {
    let is_heading = recognise(&line.run).is_some_and(|marker| marker.kind.is_upper() || marker.kind == Kind::Article);
    let is_prose = line.run.len() > 60 || (line.run.len() > 20 && is_finished(&line.run));
    is_heading || is_prose || (with_tabs && after_blank && !line.opens_with_tab)
}

/// The rows as indicators, when a heading says that the table lists them.
pub(super) fn indicators(table: &Table) -> Vec<Indicator> {
    let Some(heading) = table.rows.first() else { return Vec::new() };
    let columns = Columns::of(heading);
    let Some(columns) = columns else { return Vec::new() };
    let mut category: Option<String> = None;
    let mut found = Vec::new();
    for row in &table.rows[1..] {
        let cell = |index: Option<usize>| index.and_then(|i| row.get(i)).map(|run| text(run)).filter(|s| !s.is_empty());
        let own_category = cell(columns.category);
        category = own_category.or(category);
        let Some(name) = cell(Some(columns.name)) else { continue };
        found.push(Indicator {
            number: columns.number.and_then(|i| row.get(i)).and_then(|run| number(run)).map(|(n, _)| n),
            category: category.clone(),
            name,
            unit: cell(columns.unit),
            values: columns.others(heading, row),
        });
    }
    found
}

struct Columns {
    number: Option<usize>,
    category: Option<usize>,
    name: usize,
    unit: Option<usize>,
}

impl Columns {
    fn of(heading: &[Run]) -> Option<Self> {
        let titles: Vec<String> = heading.iter().map(|run| text(run)).collect();
        let find = |words: &[&str]| titles.iter().position(|title| words.iter().any(|word| title.contains(word)));
        let named: Vec<usize> = (0..titles.len())
            .filter(|i| titles[*i].contains("指标") && !titles[*i].contains("指标值") && !titles[*i].contains("属性"))
            .collect();
        let name = *named.last()?;
        let category =
            named.first().copied().filter(|first| *first != name).or_else(|| find(&["类别", "类型", "领域", "维度"]));
        Some(Self { number: find(&["序号"]), category, name, unit: find(&["单位"]) })
    }

    fn others(&self, heading: &[Run], row: &[Run]) -> Vec<IndicatorValue> {
        let known = [self.number, self.category, Some(self.name), self.unit];
        let value = |(index, run): (usize, &Run)| IndicatorValue {
            column: heading.get(index).map(|run| text(run)).unwrap_or_default(),
            value: text(run),
        };
        row.iter()
            .enumerate()
            .filter(|(index, run)| !known.contains(&Some(*index)) && !run.is_empty())
            .map(value)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan_text::lines::split;

    fn read(document: &str) -> Vec<Indicator> {
        mark(&mut split(document)).iter().flat_map(indicators).collect()
    }

    #[test]
    fn a_table_reads_the_same_with_tabs_and_flattened() {
        let rows = read("序号\t一级指标\t二级指标\n1\t创新能力\t研发投入强度\n2\t\t专利拥有量\n");
        let flat =
            read("\t序号\n\t一级指标\n\t二级指标\n\n\t1\n\t创新能力\n\t研发投入\n强度\n\n\t2\n\t\n\t专利拥有量\n");
        assert_eq!(rows, flat);
        assert_eq!(rows[1].category.as_deref(), Some("创新能力"));
    }

    #[test]
    fn cells_that_word_left_on_lines_of_their_own_make_rows() {
        let found = read("序号\n指标名称\n单位\n2025年\n1\n研发投入\n亿元\n300\n2\n专利\n件\n45\n一、总体要求\n");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].values, [IndicatorValue { column: "2025年".into(), value: "45".into() }]);
    }
}
