//! The index in an archive: one line a file, for people with a spreadsheet, and the names of the files.

use std::fmt::Write;

use luoshi_domain::evidence::{EvidenceKind, EvidenceState, FILE_TYPES, Publicity, Strength};

use super::super::views::Evidence;

/// The head of the index (domain.md 2.8: no., title, source body, document no., date, page).
const HEAD: [&str; 18] = [
    "序号",
    "标题",
    "类型",
    "来源",
    "文号",
    "日期",
    "页码",
    "证明内容",
    "文件",
    "任务",
    "里程碑",
    "报告期",
    "牵头单位",
    "状态",
    "证明力",
    "公开属性",
    "备注",
    "SHA-256",
];
/// Longest title within a file name.
const LONGEST_TITLE: usize = 60;

/// A file with its place in the archive and its line in the index.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it lies in the archive.
    pub path: String,
    cells: Vec<String>,
}

/// The lines of all pieces, numbered from 1; in folders by task when they are of several.
pub fn lines(proofs: &[Evidence], by_task: bool) -> Vec<Line> {
    proofs.iter().enumerate().map(|(index, proof)| line(index + 1, proof, by_task)).collect()
}

fn line(number: usize, proof: &Evidence, by_task: bool) -> Line {
    let extension = FILE_TYPES.iter().find(|each| each.media_type == proof.media_type).map_or("bin", |t| t.extension);
    let name = format!("{number:03}_{}.{extension}", safe_name(&proof.title, LONGEST_TITLE));
    let path = if by_task { format!("{}/{name}", safe_name(&proof.place.task.code, LONGEST_TITLE)) } else { name };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = vec![
        number.to_string(),
        proof.title.clone(),
        kind(proof.kind).to_owned(),
        text(&proof.issuing_body),
        text(&proof.document_no),
        proof.document_date.map(|date| date.to_string()).unwrap_or_default(),
        text(&proof.page),
        text(&proof.proves),
        path.clone(),
        format!("{} {}", proof.place.task.code, proof.place.task.title),
        text(&proof.place.milestone),
        proof.place.cycle_name.clone(),
        proof.place.lead.short_name.clone(),
        state(proof.state).to_owned(),
        proof.strength.map_or("", strength).to_owned(),
        publicity(proof.publicity).to_owned(),
        remark(proof),
        proof.sha256.clone(),
    ];
    Line { path, cells }
}

fn remark(proof: &Evidence) -> String {
    let remarks = [(proof.is_internal, "内部材料，请妥善保管，不得外传"), (proof.reused, "引用已有文件")];
    let said: Vec<&str> = remarks.into_iter().filter(|(said, _)| *said).map(|(_, words)| words).collect();
    said.join("；")
}

/// The index as CSV that spreadsheets open as it is: a byte order mark, everything quoted, and nothing that is taken for
/// a formula (trust.md T12).
pub fn csv(lines: &[Line]) -> String {
    let mut csv = String::from("\u{feff}");
    let head: Vec<String> = HEAD.map(str::to_owned).to_vec();
    for cells in std::iter::once(&head).chain(lines.iter().map(|line| &line.cells)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", harmless(cell))).collect();
        // Writing to a String cannot go wrong.
        let _ = write!(csv, "{}\r\n", quoted.join(","));
    }
    csv
}

fn harmless(cell: &str) -> String {
    let cell = cell.replace('"', "\"\"");
    let first = cell.trim_start_matches(' ').chars().next();
    if first.is_some_and(|c| "=+-@\t\r＝＋－＠".contains(c)) { format!("'{cell}") } else { cell }
}

/// A name every system can store: no path, no control or direction signs, at most so many characters.
pub fn safe_name(name: &str, most: usize) -> String {
    let safe: String = name
        .chars()
        .filter(|c| !matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .take(most)
        .collect();
    let safe = safe.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if safe.is_empty() { "未命名".to_owned() } else { safe.to_owned() }
}

const fn kind(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::D => "D 文件",
        EvidenceKind::L => "L 名单、清单",
        EvidenceKind::S => "S 统计数据",
        EvidenceKind::P => "P 立项、合同、验收",
        EvidenceKind::C => "C 批复、认定、证书",
        EvidenceKind::X => "X 现场照片、走访记录",
        EvidenceKind::T => "T 平台运行记录",
        EvidenceKind::E => "E 活动材料",
        EvidenceKind::F => "F 资金凭证",
        EvidenceKind::R => "R 报告",
    }
}

const fn state(state: EvidenceState) -> &'static str {
    match state {
        EvidenceState::Uploaded => "已上传",
        EvidenceState::Submitted => "已提交",
        EvidenceState::Verified => "认可",
        EvidenceState::Rejected => "不认可",
        EvidenceState::Superseded => "已替换",
        EvidenceState::Void => "作废",
    }
}

const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "强",
        Strength::Weak => "弱",
        Strength::Irrelevant => "无关",
    }
}

const fn publicity(publicity: Publicity) -> &'static str {
    match publicity {
        Publicity::Public => "主动公开",
        Publicity::OnRequest => "依申请公开",
        Publicity::NotPublic => "不予公开",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path_and_no_trick() {
        assert_eq!(safe_name("../../etc/passwd", 60), "_.._etc_passwd");
        assert_eq!(safe_name("C:\\a\\b?.pdf", 60), "C__a_b_.pdf");
        assert_eq!(safe_name("a\u{202e}fdp\u{0}", 60), "afdp_");
        assert_eq!(safe_name(" . ", 60), "未命名");
        assert_eq!(safe_name(&"长".repeat(99), 60).chars().count(), 60);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x", "＝1", "\t=1", "  =1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("说“=1”\"x\""), "说“=1”\"\"x\"\"");
    }

    #[test]
    fn the_index_begins_with_a_mark_and_its_head() {
        let csv = csv(&[Line { path: "001.pdf".into(), cells: vec!["1".into(), "a,b".into()] }]);
        assert!(csv.starts_with("\u{feff}\"序号\",\"标题\","));
        assert!(csv.ends_with("\"1\",\"a,b\"\r\n"));
    }
}
