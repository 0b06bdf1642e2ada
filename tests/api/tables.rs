//! Tables from Excel and back: every fault named by its cell, all or nothing, and what goes out comes in unchanged.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    story::path,
    world::World,
};

/// Rows of words as a workbook.
pub fn book(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, number) in rows.iter().zip(0_u32..) {
        for (text, place) in row.iter().zip(0_u16..).filter(|(text, _)| !text.is_empty()) {
            sheet.write_string(number, place, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The form that carries a table.
pub async fn table_form(w: &World, kind: &str, name: &str, bytes: Vec<u8>) -> Form {
    let form = Form::new().text("kind", kind.to_owned());
    let form = if ["TASKS", "MILESTONES"].contains(&kind) { form.text("plan_id", w.plan().await) } else { form };
    form.part("file", Part::bytes(bytes).file_name(name.to_owned()))
}

impl World {
    async fn check_table(&self, who: &Caller, kind: &str, name: &str, bytes: Vec<u8>) -> Answer {
        who.post("/table-imports").form(table_form(self, kind, name, bytes).await).await
    }

    async fn checked(&self, kind: &str, bytes: Vec<u8>) -> Value {
        let who = if ["TASKS", "MILESTONES"].contains(&kind) { self.office_staff() } else { self.system_admin() };
        self.check_table(&who, kind, "表.xlsx", bytes).await.expect(201)
    }

    async fn apply(&self, who: &Caller, import: &Value) -> Value {
        let steps = format!("{}/transitions", path("table-imports", import));
        who.post(&steps).json(&json!({ "action": "apply" })).seen(import).await.expect(200)
    }

    /// A ledger as bytes.
    pub async fn taken_out(&self, who: &Caller, kind: &str, format: &str) -> Vec<u8> {
        let new = json!({ "kind": kind, "format": format });
        let export = who.post("/exports").json(&new).await.expect(201);
        who.get(&format!("{}/content", path("exports", &export))).await.expect_bytes(200)
    }
}

const HEAD: [&str; 11] = [
    "任务编号",
    "举措",
    "条款",
    "重点任务",
    "年度目标",
    "完成时限",
    "牵头单位",
    "责任单位",
    "配合单位",
    "验收标准",
    "开始日期",
];
const LINE: [&str; 11] =
    ["", "28", "1", "整机研制", "样机", "2026年12月底", "市科委", "", "市经信局、海淀区", "专家意见", "2026年1月"];

/// The good line with some cells written otherwise.
fn line<'a>(changes: &[(usize, &'a str)]) -> Vec<&'a str> {
    let mut line: Vec<&str> = LINE.to_vec();
    for (place, text) in changes {
        line[*place] = text;
    }
    line
}

fn table(lines: Vec<Vec<&str>>) -> Vec<Vec<&str>> {
    std::iter::once(HEAD.to_vec()).chain(lines).collect()
}

fn cells(import: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    import["problems"].as_array().unwrap().iter().map(|p| (text(&p["cell"]), text(&p["code"]))).collect()
}

#[tokio::test]
async fn a_good_table_is_shown_first_and_applied_as_a_whole() {
    let w = World::new().await;
    let staff = w.office_staff();
    let rows = table(vec![line(&[]), line(&[(3, "零部件攻关"), (2, "2、3")]), vec![], line(&[(1, "29"), (2, "全部")])]);
    let import = w.checked("TASKS", book(&rows)).await;
    assert_eq!((&import["creates"], &import["problem_count"]), (&json!(3), &json!(0)), "{import}");
    assert_eq!(w.number("select count(*) as it from task").await, 0, "a check changes nothing");
    let lines = staff.get(&format!("{}/lines", path("table-imports", &import))).await.expect(200);
    assert_eq!(lines["items"][1]["row"], 3);
    assert_eq!(lines["items"][0]["label"], "28-01 整机研制");

    let done = w.apply(&staff, &import).await;
    assert_eq!((&done["import"]["state"], &done["new_accounts"]), (&json!("APPLIED"), &json!([])));
    let tasks = staff.get("/tasks").await.expect(200);
    let codes: Vec<&str> =
        tasks["items"].as_array().unwrap().iter().map(|task| task["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["28-01", "28-02", "29-01"]);
    let first = staff.get(&path("tasks", &tasks["items"][0])).await.expect(200);
    assert_eq!((&first["due_on"], &first["start_on"]), (&json!("2026-12-31"), &json!("2026-01-01")));
    assert_eq!(first["supporting"].as_array().unwrap().len(), 2);
    assert_eq!(first["light"], "NOT_STARTED");
    assert_eq!(w.number("select count(*) as it from audit_event where action = 'task.create'").await, 3);
    assert_eq!(w.number("select count(*) as it from audit_event where action = 'table.apply'").await, 1);

    // The same file again changes nothing, with the codes or without.
    let again = w.checked("TASKS", book(&rows)).await;
    assert_eq!((&again["creates"], &again["changes"], &again["unchanged"]), (&json!(0), &json!(0), &json!(3)));
    assert_eq!(again["actions"][0]["refused"]["code"], "import_empty");
}

#[tokio::test]
async fn a_table_with_one_fault_is_not_applied_at_all() {
    let w = World::new().await;
    let staff = w.office_staff();
    let import = w.checked("TASKS", book(&table(vec![line(&[]), line(&[(3, "另一项"), (5, "尽快")])]))).await;
    assert_eq!(cells(&import), [("F3".to_owned(), "unreadable_day".to_owned())]);
    let steps = format!("{}/transitions", path("table-imports", &import));
    let before = w.number("select count(*) as it from task").await;
    let refused = staff.post(&steps).json(&json!({ "action": "apply" })).seen(&import).await;
    let problem = refused.refused(409, "import_faulty");
    assert_eq!(problem["facts"]["problems"], 1);
    assert_eq!(w.number("select count(*) as it from task").await, before);
}

#[tokio::test]
async fn an_import_is_applied_once_by_key_and_version_and_never_over_other_changes() {
    let w = World::new().await;
    let staff = w.office_staff();
    let import = w.checked("TASKS", book(&table(vec![line(&[])]))).await;
    let steps = format!("{}/transitions", path("table-imports", &import));
    let apply = || staff.post(&steps).json(&json!({ "action": "apply" }));
    apply().await.refused(428, "version_missing");
    apply().header("if-match", "\"7\"").await.refused(412, "stale");
    staff.post(&steps).json(&json!({ "action": "cancel" })).await.refused(409, "step_not_possible");
    let first = apply().seen(&import).key("apply-1").await.expect(200);
    let replay = apply().seen(&import).key("apply-1").await;
    assert_eq!(replay.header("idempotency-replayed"), Some("true"));
    assert_eq!(replay.json()["import"]["id"], first["import"]["id"]);
    assert_eq!(w.number("select count(*) as it from task").await, 1);
    apply().seen(&first["import"]).await.refused(409, "import_applied");

    let change = w.checked("TASKS", book(&table(vec![line(&[(0, "28-01"), (4, "样机两台")])]))).await;
    assert_eq!(change["changes"], 1);
    let task = staff.get("/tasks").await.expect(200)["items"][0].clone();
    staff.patch(&path("tasks", &task)).json(&json!({ "title": "改名" })).seen(&task).await.expect(200);
    let steps = format!("{}/transitions", path("table-imports", &change));
    let outdated = staff.post(&steps).json(&json!({ "action": "apply" })).seen(&change).await;
    outdated.refused(409, "import_outdated");
}

#[tokio::test]
async fn an_issued_task_stays_as_it_is() {
    let w = World::new().await;
    w.issued("市科委").await;
    let words = line(&[(0, "28-01"), (3, "人形机器人大批量量产")]);
    let import = w.checked("TASKS", book(&table(vec![words]))).await;
    let codes: Vec<String> = cells(&import).into_iter().map(|(_, code)| code).collect();
    assert!(codes.iter().all(|code| code == "task_issued") && codes.len() >= 4, "{import}");
}

#[tokio::test]
async fn a_task_that_units_are_asked_about_stays_as_it_is() {
    let w = World::new().await;
    let asked = w.consulted_batch().await;
    let code = asked["tasks"][0]["code"].as_str().unwrap();
    let words = line(&[(0, code), (3, "人形机器人大批量量产")]);
    let import = w.checked("TASKS", book(&table(vec![words]))).await;
    let codes: Vec<String> = cells(&import).into_iter().map(|(_, code)| code).collect();
    assert!(codes.iter().any(|code| code == "task_in_consultation"), "{import}");
}

/// What is wrong, the table, and the cells that must be named with their codes.
type Case<'a> = (&'a str, Vec<Vec<&'a str>>, Vec<(&'a str, &'a str)>);

/// Thirty workbooks that people really send, with the cells that must be named.
#[expect(clippy::too_many_lines, reason = "a table, one line a case")]
#[tokio::test]
async fn thirty_broken_tables_are_named_cell_by_cell() {
    let w = World::new().await;
    w.issued("市科委").await;
    let good = || line(&[]);
    let one = |changes: &[(usize, &'static str)]| table(vec![line(changes)]);
    let long: &'static str = Box::leak("长".repeat(201).into_boxed_str());
    let cases: Vec<Case<'_>> = vec![
        ("no head", vec![vec!["今天开会"]], vec![("A1", "header_missing")]),
        ("a column missing", vec![vec!["举措", "完成时限"], vec!["28", "2026年"]], vec![("A1", "column_missing")]),
        (
            "a column twice",
            vec![vec!["举措", "重点任务", "任务名称"], vec!["28", "甲", "乙"]],
            vec![("C1", "column_twice")],
        ),
        ("no line", vec![HEAD.to_vec()], vec![("A2", "no_lines")]),
        ("no title", one(&[(3, "")]), vec![("D2", "required")]),
        ("a long title", one(&[(3, long)]), vec![("D2", "too_long")]),
        ("no result", one(&[(4, "")]), vec![("E2", "required")]),
        ("no standard", one(&[(9, "")]), vec![("J2", "required")]),
        ("no day", one(&[(5, "")]), vec![("F2", "required")]),
        ("a vague day", one(&[(5, "尽快完成")]), vec![("F2", "unreadable_day")]),
        ("a day that is none", one(&[(5, "2026年2月30日")]), vec![("F2", "unreadable_day")]),
        ("a short year", one(&[(5, "26.6.30")]), vec![("F2", "unreadable_day")]),
        ("another century", one(&[(5, "2126年6月30日")]), vec![("F2", "day_out_of_range")]),
        ("before its start", one(&[(5, "2025年6月30日")]), vec![("F2", "before_start")]),
        ("no lead", one(&[(6, "")]), vec![("G2", "required")]),
        ("an unknown lead", one(&[(6, "市科学委")]), vec![("G2", "unknown_organisation")]),
        ("two leads", one(&[(6, "市科委、市经信局"), (8, "")]), vec![("G2", "several_organisations")]),
        (
            "two unknown helpers",
            one(&[(8, "甲局、市经信局、乙局")]),
            vec![("I2", "unknown_organisation"), ("I2", "unknown_organisation")],
        ),
        ("two duties", one(&[(7, "市科委")]), vec![("H2", "repeated")]),
        ("no measure", one(&[(1, ""), (2, "")]), vec![("C2", "required")]),
        ("an unknown measure", one(&[(1, "51"), (2, "S10-M28-C01")]), vec![("B2", "unknown_measure")]),
        ("no clause", one(&[(2, "")]), vec![("C2", "required")]),
        ("an unknown clause", one(&[(2, "C09")]), vec![("C2", "unknown_clause")]),
        ("a clause of another measure", one(&[(2, "S01-M01-C01")]), vec![("C2", "other_measure")]),
        ("an odd code", one(&[(0, "二十八")]), vec![("A2", "unreadable_code")]),
        ("a code of another measure", one(&[(0, "29-01")]), vec![("B2", "other_measure")]),
        ("the same twice", table(vec![good(), vec![], good()]), vec![("D4", "twice")]),
        (
            "the same code twice",
            table(vec![line(&[(0, "28-07")]), line(&[(0, "28-07"), (3, "乙")])]),
            vec![("A3", "twice")],
        ),
        ("an odd start", one(&[(10, "年初")]), vec![("K2", "unreadable_day")]),
        (
            "everything at once",
            one(&[(2, "C09"), (3, ""), (5, "x"), (6, "y"), (9, "")]),
            vec![
                ("C2", "unknown_clause"),
                ("D2", "required"),
                ("F2", "unreadable_day"),
                ("G2", "unknown_organisation"),
                ("J2", "required"),
            ],
        ),
    ];
    assert_eq!(cases.len(), 30);
    for (name, rows, expected) in cases {
        let import = w.checked("TASKS", book(&rows)).await;
        let mut found = cells(&import);
        found.sort();
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(cell, code)| (cell.to_owned(), code.to_owned())).collect();
        assert_eq!(found, expected, "{name}: {import}");
        assert_eq!(import["problem_count"], expected.len(), "{name}");
        let sentences = import["problems"].as_array().unwrap();
        assert!(sentences.iter().all(|problem| problem["message"].as_str().unwrap().chars().count() > 5), "{name}");
        assert_eq!(import["actions"][0]["allowed"], false, "{name}");
    }
    assert_eq!(w.number("select count(*) as it from task").await, 1);
}

#[tokio::test]
async fn a_workbook_as_offices_make_it_is_understood() {
    let w = World::new().await;
    let mut book = Workbook::new();
    let other = book.add_worksheet();
    other.set_name("填表说明").unwrap();
    other.write_string(0, 0, "请各单位认真填写").unwrap();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 6, "2026年度任务分解表", &plain).unwrap();
    sheet.write_string(1, 0, "单位：统筹办").unwrap();
    for (title, place) in
        ["序号", "举 措", "对应条款", "任务名称（全称）", "成果", "完成\n时间", "主责单位", "验收标准"].iter().zip(0..)
    {
        sheet.write_string(2, place, *title).unwrap();
    }
    sheet.merge_range(3, 1, 5, 1, "２８", &plain).unwrap();
    let day = Format::new().set_num_format("yyyy/m/d");
    for (row, title) in [(3, "整机研制"), (5, "零部件攻关")] {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_number(row, 2, 1.0).unwrap();
        sheet.write_string(row, 3, title).unwrap();
        sheet.write_string(row, 4, "样机").unwrap();
        sheet.write_string(row, 6, "北京市科学技术委员会").unwrap();
        sheet.write_string(row, 7, "专家意见").unwrap();
    }
    sheet.write_datetime_with_format(3, 5, ExcelDateTime::from_ymd(2026, 6, 30).unwrap(), &day).unwrap();
    sheet.write_number(5, 5, 46_203.0).unwrap();
    sheet.write_string(7, 0, "填报人：张三").unwrap();
    sheet.write_string(7, 4, "联系电话：010-1").unwrap();
    let import = w.checked("TASKS", book.save_to_buffer().unwrap()).await;
    assert_eq!((&import["creates"], &import["problem_count"]), (&json!(2), &json!(0)), "{import}");
    w.apply(&w.office_staff(), &import).await;
    let due = w.rows("select due_on::text from task order by code").await;
    assert_eq!(due, [json!({ "due_on": "2026-06-30" }), json!({ "due_on": "2026-06-30" })]);
}

#[tokio::test]
async fn text_tables_are_read_in_utf8_with_and_without_mark_and_in_gb18030() {
    let w = World::new().await;
    let rows = table(vec![line(&[])]);
    let text = rows.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\r\n");
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    for bytes in [text.clone().into_bytes(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), gb] {
        let import = w.check_table(&w.office_staff(), "TASKS", "表.csv", bytes).await.expect(201);
        assert_eq!((&import["creates"], &import["problem_count"]), (&json!(1), &json!(0)), "{import}");
    }
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_with_the_way_out() {
    let w = World::new().await;
    let staff = w.office_staff();
    let before = w.digest().await;
    let zip = |entries: &[(&str, &[u8])]| {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let wrong: Vec<(&str, Vec<u8>)> = vec![
        ("空.xlsx", vec![]),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("证.pdf", b"%PDF-1.7".to_vec()),
        ("坏.xlsx", b"PK\x03\x04broken".to_vec()),
        ("程序.csv", b"MZ\x90\0\x03".to_vec()),
        ("文.xlsx", zip(&[("word/document.xml", b"<w/>")])),
        ("宏.xlsx", zip(&[("xl/workbook.xml", b"<x/>"), ("xl/vbaProject.bin", b"\0")])),
        ("外.xlsx", zip(&[("xl/workbook.xml", b"<x/>"), ("xl/externalLinks/externalLink1.xml", b"<x/>")])),
        ("弹.xlsx", zip(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &zeros)])),
        ("缺.xlsx", zip(&[("xl/workbook.xml", b"<x/>")])),
    ];
    for (name, bytes) in wrong {
        let answer = w.check_table(&staff, "TASKS", name, bytes).await;
        let problem = answer.refused(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/file", "{name}: {problem}");
    }
    let large = vec![b'x'; 21 * 1024 * 1024];
    w.check_table(&staff, "TASKS", "大.csv", large).await.refused(413, "too_large");
    let good = || Part::bytes(book(&table(vec![line(&[])]))).file_name("表.xlsx");
    let no_plan = staff.post("/table-imports").form(Form::new().text("kind", "TASKS").part("file", good())).await;
    assert_eq!(no_plan.wrong_fields(), ["/plan_id"]);
    let no_kind = staff.post("/table-imports").form(Form::new().text("kind", "x").part("file", good())).await;
    assert_eq!(no_kind.wrong_fields(), ["/kind"]);
    let no_file = staff.post("/table-imports").form(Form::new().text("kind", "TASKS")).await;
    assert_eq!(no_file.wrong_fields(), ["/file"]);
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn what_goes_out_comes_in_unchanged() {
    let w = World::new().await;
    let staff = w.office_staff();
    w.issued("市科委").await;
    w.drafted("海淀区").await;
    let odd = "=1+1 ＝\"引号\"，逗号,\n第二行 '撇号";
    let import = w
        .checked("TASKS", book(&table(vec![line(&[(3, odd), (4, "'=2"), (7, "海淀区人民政府"), (8, "市经信局")])])))
        .await;
    w.apply(&staff, &import).await;
    for kind in ["TASKS", "MILESTONES"] {
        for format in ["XLSX", "CSV"] {
            let bytes = w.taken_out(&staff, kind, format).await;
            let import = w.check_table(&staff, kind, "表", bytes.clone()).await.expect(201);
            assert_eq!(import["problem_count"], 0, "{kind} {format}: {import}");
            assert_eq!((&import["creates"], &import["changes"]), (&json!(0), &json!(0)), "{kind} {format}: {import}");
            assert!(import["unchanged"].as_i64().unwrap() >= 3, "{kind} {format}: {import}");
            assert_eq!(w.taken_out(&staff, kind, format).await, bytes, "{kind} {format}");
        }
    }
    let admin = w.system_admin();
    for kind in ["ORGANISATIONS", "USERS"] {
        for format in ["XLSX", "CSV"] {
            let bytes = w.taken_out(&admin, kind, format).await;
            let import = w.check_table(&admin, kind, "表", bytes).await.expect(201);
            assert_eq!(
                (&import["problem_count"], &import["creates"], &import["changes"]),
                (&json!(0), &json!(0), &json!(0)),
                "{kind} {format}: {import}"
            );
        }
    }
}

#[tokio::test]
async fn a_table_taken_out_of_one_house_builds_the_same_in_another() {
    let (one, other) = (World::new().await, World::new().await);
    let rows = table(vec![line(&[]), line(&[(3, "零部件攻关"), (2, "2、3"), (7, "市经信局"), (8, "")])]);
    let import = one.checked("TASKS", book(&rows)).await;
    one.apply(&one.office_staff(), &import).await;
    one.drafted("海淀区").await;
    for kind in ["TASKS", "MILESTONES"] {
        let bytes = one.taken_out(&one.office_staff(), kind, "XLSX").await;
        let import = other.checked(kind, bytes.clone()).await;
        assert_eq!(import["problem_count"], 0, "{import}");
        other.apply(&other.office_staff(), &import).await;
        let strip = |bytes: Vec<u8>| data(&bytes).into_iter().skip(3).collect::<Vec<_>>();
        let rebuilt = other.taken_out(&other.office_staff(), kind, "XLSX").await;
        assert_eq!(strip(rebuilt), strip(bytes), "{kind}");
    }
}

/// The cells of the first sheet.
fn data(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[tokio::test]
async fn no_cell_of_a_table_is_ever_a_formula() {
    let w = World::new().await;
    let staff = w.office_staff();
    let hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "＝1", "=HYPERLINK(\"http://x\")", "'=1", "\t=2"];
    let lines = hostile.iter().map(|text| line(&[(3, text), (4, text)])).collect();
    let import = w.checked("TASKS", book(&table(lines))).await;
    assert_eq!(import["problem_count"], 0, "{import}");
    w.apply(&staff, &import).await;
    let bytes = w.taken_out(&staff, "TASKS", "XLSX").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().all(|name| !name.contains("externalLink") && !name.contains("vba")), "{names:?}");
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"), "a formula was written");
    let titles: Vec<String> = data(&bytes).into_iter().filter_map(|row| row.get(4).map(ToString::to_string)).collect();
    for text in hostile {
        assert!(titles.contains(&text.trim().to_owned()), "{text} is not in {titles:?}");
    }
    let csv = String::from_utf8(w.taken_out(&staff, "TASKS", "CSV").await).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    for field in csv.split("\",\"").map(|field| field.trim_matches(['"', '\r', '\n', '\u{feff}'])) {
        assert!(!field.starts_with(['=', '+', '-', '@', '＝']), "{field}");
    }
}

#[tokio::test]
async fn milestones_come_from_a_table_and_weigh_a_hundred_at_most() {
    let w = World::new().await;
    let staff = w.office_staff();
    let task = w.drafted("市科委").await;
    let rows = vec![
        vec!["任务编号", "里程碑", "交付物", "完成时限", "权重", "关键节点"],
        vec!["28-01", "中试线通过验收", "验收意见", "2026年4月底", "30", "是"],
        vec!["", "小批试产", "试产报告", "2026-09-30", "10", ""],
    ];
    let import = w.checked("MILESTONES", book(&rows)).await;
    assert_eq!(
        (&import["creates"], &import["changes"], &import["problem_count"]),
        (&json!(1), &json!(1), &json!(0)),
        "{import}"
    );
    w.apply(&staff, &import).await;
    let task = staff.get(&path("tasks", &task)).await.expect(200);
    let weights: Vec<i64> =
        task["milestones"].as_array().unwrap().iter().map(|m| m["weight"].as_i64().unwrap()).collect();
    assert_eq!(weights, [30, 60, 10]);
    assert_eq!((&task["milestones_total"], &task["version"]), (&json!(3), &json!(2)));
    let heavy = vec![rows[0].clone(), vec!["28-01", "又一个", "", "2026-10-31", "1", ""]];
    assert_eq!(
        cells(&w.checked("MILESTONES", book(&heavy)).await),
        [("E2".to_owned(), "weights_over_hundred".to_owned())]
    );
}

#[tokio::test]
async fn organisations_and_people_come_from_tables_and_roles_wait_for_a_second_person() {
    let w = World::new().await;
    let admin = w.system_admin();
    let organisations = vec![
        vec!["单位代码", "单位名称", "简称", "单位类型", "排序号", "别名"],
        vec!["cp", "昌平区人民政府", "昌平区", "区", "9", "昌平；昌平区政府"],
    ];
    let import = w.checked("ORGANISATIONS", book(&organisations)).await;
    w.apply(&admin, &import).await;
    let people = vec![
        vec!["账号", "姓名", "职务", "单位", "角色"],
        vec!["chang.ping", "赵新", "科员", "昌平区政府", "填报人、单位审核人"],
        vec!["kw.reporter", "kw.reporter", "", "市科委", "单位负责人"],
    ];
    let import = w.checked("USERS", book(&people)).await;
    assert_eq!((&import["creates"], &import["changes"]), (&json!(1), &json!(1)), "{import}");
    let steps = format!("{}/transitions", path("table-imports", &import));
    let apply = || admin.post(&steps).json(&json!({ "action": "apply" })).seen(&import).key("people");
    let done = apply().await.expect(200);
    let account = &done["new_accounts"][0];
    assert_eq!(account["login"], "chang.ping");
    let password = account["one_time_password"].as_str().unwrap();
    assert_eq!(password.len(), 16);
    assert_eq!(apply().await.expect(200)["new_accounts"], Value::Null, "a password is told once");
    let rows = w.rows("select login, roles, requested_roles, must_change_password from account where login in ('chang.ping', 'kw.reporter') order by login").await;
    assert_eq!(rows[0]["roles"], json!([]));
    assert_eq!(rows[0]["requested_roles"], json!(["UNIT_REPORTER", "UNIT_REVIEWER"]));
    assert_eq!(rows[0]["must_change_password"], true);
    assert_eq!(rows[1]["roles"], json!(["UNIT_REPORTER"]), "roles in force stay until the decision");
    assert_eq!(rows[1]["requested_roles"], json!(["UNIT_LEADER"]));
    let kept = "select count(*) as it from audit_event where detail::text like '%' || $$PASSWORD$$ || '%'";
    assert_eq!(w.number(&kept.replace("PASSWORD", password)).await, 0);
    let login = json!({ "login": "chang.ping", "password": password });
    w.stranger().post("/auth/login").json(&login).await.expect(200);
}

#[tokio::test]
async fn each_kind_of_table_belongs_to_those_who_write_such_things() {
    let w = World::new().await;
    let rows = book(&table(vec![line(&[])]));
    for who in [w.reporter("市科委"), w.unit_leader("市科委"), w.leader(), w.audit_admin(), w.security_admin()] {
        w.check_table(&who, "TASKS", "表.xlsx", rows.clone()).await.refused(403, "forbidden");
    }
    w.check_table(&w.system_admin(), "TASKS", "表.xlsx", rows.clone()).await.refused(403, "forbidden");
    w.check_table(&w.office_staff(), "USERS", "表.xlsx", rows.clone()).await.refused(403, "forbidden");
    let import = w.checked("TASKS", rows).await;
    w.system_admin().get(&path("table-imports", &import)).await.refused(404, "not_found");
    w.office_head().get(&path("table-imports", &import)).await.expect(200);
}

#[tokio::test]
async fn a_unit_takes_out_what_it_sees_and_nobody_elses_file() {
    let w = World::new().await;
    w.issued("市科委").await;
    w.issued("海淀区").await;
    w.drafted("市科委").await;
    let reporter = w.reporter("市科委");
    let bytes = w.taken_out(&reporter, "TASKS", "CSV").await;
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().filter(|line| line.contains("28-")).count(), 1, "{text}");
    for kind in ["PROGRESS", "PROGRESS_SHORT", "CLOSING", "MILESTONES", "TASKS"] {
        let new = json!({ "kind": kind, "format": "XLSX" });
        let export = w.office_staff().post("/exports").json(&new).await.expect(201);
        assert!(export["rows"].as_i64().unwrap() >= 2, "{kind}: {export}");
        reporter.get(&path("exports", &export)).await.refused(404, "not_found");
        reporter.get(&format!("{}/content", path("exports", &export))).await.refused(404, "not_found");
    }
    let narrowed = json!({ "kind": "TASKS", "filter": format!("lead={}", w.organisation("海淀区").await) });
    assert_eq!(w.office_staff().post("/exports").json(&narrowed).await.expect(201)["rows"], 1);
    let odd = json!({ "kind": "TASKS", "filter": "colour=red" });
    assert_eq!(w.office_staff().post("/exports").json(&odd).await.wrong_fields(), ["/filter"]);
    reporter.post("/exports").json(&json!({ "kind": "USERS" })).await.refused(403, "forbidden");
    w.system_admin().post("/exports").json(&json!({ "kind": "TASKS" })).await.refused(403, "forbidden");
    assert_eq!(w.number("select count(*) as it from audit_event where action = 'export.download'").await, 1);
}

#[tokio::test]
async fn a_ledger_says_what_was_approved_and_who_took_it_out() {
    let w = World::new().await;
    w.approved("市科委").await;
    let staff = w.office_staff();
    let rows = data(&w.taken_out(&staff, "PROGRESS", "XLSX").await);
    let text = |row: usize, column: usize| rows[row][column].to_string();
    assert!(text(2, 0).contains("系统生成，供参考") && text(2, 0).contains("统筹办"), "{:?}", rows[2]);
    assert_eq!(text(3, 5), "亮灯");
    assert!(text(4, 3).contains("中试线于三月通过验收。"), "{:?}", rows[4]);
    assert!(text(4, 5).contains("正常推进"), "{:?}", rows[4]);
    let closing = data(&w.taken_out(&w.reporter("市科委"), "CLOSING", "XLSX").await);
    assert!(closing[4][7].to_string().contains("验收意见"), "{:?}", closing[4]);
    // A statistician reads tasks but no reports.
    let seen = data(&w.taken_out(&w.person("city.statistics"), "PROGRESS", "XLSX").await);
    assert!(!seen[4][3].to_string().contains("中试线"), "{:?}", seen[4]);
}

/// Ten seconds are promised of a release build on an idle machine; an unoptimised one beside other tests gets more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_lines_are_checked_and_applied_with_progress() {
    let w = World::new().await;
    let staff = w.office_staff();
    let titles: Vec<String> = (0..10_000).map(|number| format!("任务{number}：整机研制与示范应用")).collect();
    let measures: Vec<String> = (0..10_000).map(|number| (number % 50 + 1).to_string()).collect();
    let lines =
        titles.iter().zip(&measures).map(|(title, measure)| line(&[(1, measure), (2, "全部"), (3, title)])).collect();
    let bytes = book(&table(lines));
    let import = w.check_table(&staff, "TASKS", "万行.xlsx", bytes).await.expect(201);
    assert_eq!((&import["creates"], &import["problem_count"]), (&json!(10_000), &json!(0)));
    let place = path("table-imports", &import);
    let steps = format!("{place}/transitions");
    let running = tokio::spawn(std::future::IntoFuture::into_future(
        staff.post(&steps).json(&json!({ "action": "apply" })).seen(&import),
    ));
    let mut seen = Vec::new();
    while !running.is_finished() {
        let now = staff.get(&place).await.expect(200);
        if now["running"] == true {
            seen.push(now["done"].as_i64().unwrap());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    running.await.unwrap().expect(200);
    assert_eq!(w.number("select count(*) as it from task where light_rule_version > 0").await, 10_000);
    assert!(seen.iter().any(|done| *done > 0 && *done < 10_000), "nobody saw how far it was: {seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_runs_can_be_stopped_and_leaves_nothing_behind() {
    let w = World::new().await;
    let staff = w.office_staff();
    let titles: Vec<String> = (0..6_000).map(|number| format!("任务{number}")).collect();
    let lines = titles.iter().map(|title| line(&[(3, title)])).collect();
    let import = w.checked("TASKS", book(&table(lines))).await;
    let place = path("table-imports", &import);
    let steps = format!("{place}/transitions");
    let running = tokio::spawn(std::future::IntoFuture::into_future(
        staff.post(&steps).json(&json!({ "action": "apply" })).seen(&import),
    ));
    while staff.get(&place).await.expect(200)["running"] != true {
        assert!(!running.is_finished(), "it was over before anybody could stop it");
    }
    staff.post(&steps).json(&json!({ "action": "cancel" })).await.expect(200);
    running.await.unwrap().refused(409, "import_cancelled");
    assert_eq!(w.number("select count(*) as it from task").await, 0);
    let after = staff.get(&place).await.expect(200);
    assert_eq!((&after["state"], &after["running"], &after["done"]), (&json!("CHECKED"), &json!(false), &json!(0)));
    w.apply(&staff, &after).await;
    assert_eq!(w.number("select count(*) as it from task").await, 6_000);
}
