//! 机构表: each line an organisation, known by its code.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CheckedLine;
use super::cells::Line;
use super::days::{Side, printed};
use super::header::{Column, Table};
use super::tasks::changed;
use super::words::{is_hard_separator, key};
use crate::people::OrgKind;

/// The columns.
pub const COLUMNS: &[Column] = &[
    Column::must("code", "机构代码", &["代码", "单位代码"]),
    Column::must("name", "机构名称", &["名称", "单位全称", "全称", "单位名称"]),
    Column::may("short_name", "简称", &["单位简称", "机构简称"]),
    Column::may("kind", "机构类型", &["类型", "类别", "单位类型"]),
    Column::may("sort_order", "排序号", &["排序", "建制顺序", "顺序号"]),
    Column::may("aliases", "别名", &["曾用名", "其他名称"]),
    Column::may("valid_from", "生效日期", &["成立日期", "起始日期"]),
    Column::may("valid_to", "终止日期", &["撤销日期", "失效日期"]),
];

/// An organisation as the table holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRecord {
    /// Short stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for narrow places.
    pub short_name: String,
    /// What it is in the field.
    pub kind: OrgKind,
    /// Place in 建制顺序.
    pub sort_order: i32,
    /// Other names.
    pub aliases: Vec<String>,
    /// First day.
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
}

/// An organisation that the ledger holds.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredOrganisation {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub record: OrganisationRecord,
}

const KINDS: [(OrgKind, &str); 7] = [
    (OrgKind::Office, "统筹办公室"),
    (OrgKind::Municipal, "市级部门"),
    (OrgKind::District, "区"),
    (OrgKind::SubPark, "分园"),
    (OrgKind::Ministry, "部委"),
    (OrgKind::Agency, "第三方评估机构"),
    (OrgKind::Other, "其他"),
];

/// The kind as tables show it.
pub fn kind_printed(kind: OrgKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("其他", |(_, words)| words)
}

/// Code and sentence for a name that something else than a renaming would write over: history keeps the name of its day.
pub const RENAME: (&str, &str) = ("rename", "请用“更名”办理并写明启用日期，此前的记录保留原名");

/// Checks every line against the organisations there are.
pub fn check(table: &Table<'_>, stored: &[StoredOrganisation]) -> Vec<CheckedLine<OrganisationRecord>> {
    let by_code: HashMap<String, &StoredOrganisation> = stored.iter().map(|one| (key(&one.record.code), one)).collect();
    let mut names: HashMap<String, Uuid> = stored.iter().map(|one| (key(&one.record.name), one.id)).collect();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let lines = table.lines.iter();
    lines.map(|row| line(Line::new(table, *row), &by_code, &mut names, &mut seen)).collect()
}

fn line(
    mut line: Line<'_>,
    by_code: &HashMap<String, &StoredOrganisation>,
    names: &mut HashMap<String, Uuid>,
    seen: &mut HashMap<String, u32>,
) -> CheckedLine<OrganisationRecord> {
    let row = line.row;
    let code = line.required("code", 40);
    if code.as_deref().is_some_and(|code| code.chars().any(char::is_whitespace)) {
        line.fault("code", "unfit_code", "代码中不能有空格");
    }
    let stored = code.as_deref().and_then(|code| by_code.get(&key(code)).copied());
    if let Some(code) = &code {
        let first = *seen.entry(key(code)).or_insert(row);
        if first != row {
            line.fault("code", "twice", format!("与第 {} 行的代码相同，请合并成一行", first + 1));
        }
    }
    let name = line.required("name", 200);
    let own = stored.map_or_else(|| Uuid::from_u128(u128::from(row) + 1), |stored| stored.id);
    if let Some(name) = &name
        && *names.entry(key(name)).or_insert(own) != own
    {
        line.fault("name", "name_taken", format!("“{name}”已是另一个机构的名称"));
    }
    let label = name.clone().unwrap_or_default();
    let record = read(&mut line, stored.map(|stored| &stored.record), code, name);
    if let (Some(new), Some(old)) = (&record, stored) {
        let names = [("name", &new.name, &old.record.name), ("short_name", &new.short_name, &old.record.short_name)];
        for (column, _, _) in names.into_iter().filter(|(_, new, old)| new != old) {
            line.fault(column, RENAME.0, RENAME.1);
        }
    }
    let Some(record) = record else {
        let (change, problems) = (super::LineChange::Problem, line.problems);
        return CheckedLine { row: row + 1, label, change, target: None, record: None, differences: vec![], problems };
    };
    let differences = stored.map(|stored| differences(&stored.record, &record)).unwrap_or_default();
    CheckedLine::of(row + 1, label, (stored.map(|stored| stored.id), record), differences, line.problems)
}

fn read(
    line: &mut Line<'_>,
    old: Option<&OrganisationRecord>,
    code: Option<String>,
    name: Option<String>,
) -> Option<OrganisationRecord> {
    let short_name = line.text("short_name", 60).filter(|text| !text.is_empty());
    let kind = kind(line);
    let sort_order = line.whole("sort_order", 0..=1_000_000);
    let aliases = aliases(line);
    let valid_from = line.day("valid_from", Side::First);
    let valid_to = line.day("valid_to", Side::Last);
    let keep = |column, given: Option<NaiveDate>, old: Option<NaiveDate>| if line.has(column) { given } else { old };
    let valid_from = keep("valid_from", valid_from, old.and_then(|old| old.valid_from));
    let valid_to = keep("valid_to", valid_to, old.and_then(|old| old.valid_to));
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        line.fault("valid_to", "before_start", "终止日期不能早于生效日期");
    }
    if kind.is_none() && old.is_none() && !line.is_faulty("kind") {
        line.fault("kind", "required", "请填写机构类型，如 市级部门");
    }
    let name = name?;
    if short_name.is_none() && old.is_none() && name.chars().count() > 60 {
        line.fault("short_name", "required", "名称较长，请填写简称");
    }
    Some(OrganisationRecord {
        code: old.map_or(code?, |old| old.code.clone()),
        short_name: short_name.or_else(|| old.map(|old| old.short_name.clone())).unwrap_or_else(|| name.clone()),
        name,
        kind: kind.or_else(|| old.map(|old| old.kind))?,
        sort_order: sort_order.or_else(|| old.map(|old| old.sort_order)).unwrap_or(1_000),
        aliases: aliases.or_else(|| old.map(|old| old.aliases.clone())).unwrap_or_default(),
        valid_from,
        valid_to,
    })
}

fn kind(line: &mut Line<'_>) -> Option<OrgKind> {
    let words = line.words("kind");
    if words.is_empty() {
        return None;
    }
    let wanted = key(&words);
    let also = match wanted.as_str() {
        "评估机构" => Some(OrgKind::Agency),
        "办公室" | "统筹办" => Some(OrgKind::Office),
        "市级" | "市属" => Some(OrgKind::Municipal),
        "区政府" | "区级" => Some(OrgKind::District),
        _ => None,
    };
    let found = KINDS.iter().find(|(_, known)| key(known) == wanted).map(|(kind, _)| *kind).or(also);
    if found.is_none() {
        let known: Vec<&str> = KINDS.iter().map(|(_, words)| *words).collect();
        line.fault("kind", "unknown_kind", format!("没有“{words}”这个类型，请写：{}", known.join("、")));
    }
    found
}

/// An alias may itself contain 、 and is cut at semicolons only.
fn aliases(line: &mut Line<'_>) -> Option<Vec<String>> {
    let text = line.text("aliases", 4_000)?;
    let mut kept: Vec<String> = Vec::new();
    for alias in text.split(is_hard_separator).map(str::trim).filter(|alias| !alias.is_empty()) {
        if !kept.iter().any(|known| known == alias) {
            kept.push(alias.to_owned());
        }
    }
    if kept.len() > 20 || kept.iter().any(|alias| alias.chars().count() > 200) {
        line.fault("aliases", "too_many", "最多 20 个别名，每个不超过 200 字，用分号分开");
    }
    Some(kept)
}

fn differences(old: &OrganisationRecord, new: &OrganisationRecord) -> Vec<super::Difference> {
    let day = |day: Option<NaiveDate>| day.map(printed).unwrap_or_default();
    changed([
        ("机构类型", kind_printed(old.kind).to_owned(), kind_printed(new.kind).to_owned()),
        ("排序号", old.sort_order.to_string(), new.sort_order.to_string()),
        ("别名", old.aliases.join("；"), new.aliases.join("；")),
        ("生效日期", day(old.valid_from), day(new.valid_from)),
        ("终止日期", day(old.valid_to), day(new.valid_to)),
    ])
}
