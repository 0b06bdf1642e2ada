//! Every operation of the document with a request that makes sense: what coverage.rs and `bad_input.rs` try on.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    ask::{Ask, Caller},
    coverage::ROLES,
    story::{PDF, Proof, path},
    tables::{book, table_form},
    world::{PASSWORD, PLAN_RAW, World},
};

/// An operation as the served document describes it.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub roles: Vec<String>,
    /// Names of its query parameters.
    pub query: Vec<String>,
}

impl Operation {
    pub async fn all(w: &World) -> Vec<Operation> {
        let document = w.stranger().get("/openapi.json").await.expect(200);
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations.push(Operation::read(path, method, operation));
            }
        }
        operations
    }

    fn read(path: &str, method: &str, operation: &Value) -> Operation {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        Operation {
            id: text(&operation["operationId"]),
            method: method.to_uppercase().parse().unwrap(),
            path: path.strip_prefix("/api/v1").unwrap().to_owned(),
            roles: operation["x-authz"]["roles"].as_array().unwrap().iter().map(text).collect(),
            query: parameters.iter().filter(|p| p["in"] == "query").map(|p| text(&p["name"])).collect(),
        }
    }

    pub fn is_public(&self) -> bool {
        self.roles == ["PUBLIC"]
    }

    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }
}

/// Things with ids, one of each kind.
pub struct Scene {
    /// In progress.
    pub task: Value,
    /// Not issued yet, with one milestone.
    pub draft: Value,
    pub cycle: Value,
    pub exception: Value,
    /// Of the working-day calendar.
    pub year: Value,
    pub report: Value,
    pub evidence: Value,
    /// Of 市科委, for a task that another unit leads; with one file.
    pub contribution: Value,
    /// An upload for the report that waits for the security administrator.
    pub held: Value,
    /// Of the task, before the leader of its unit.
    pub extension: Value,
    /// Of the task, before the leader of its unit.
    pub adjustment: Value,
    /// A supervision notice about the task, with its unit.
    pub notice: Value,
    /// Of one closed task.
    pub look_back: Value,
    /// Frozen whole.
    pub snapshot: Value,
    /// Issued.
    pub bulletin: Value,
    /// Not yet.
    pub bulletin_draft: Value,
    /// Issued, with a draft that came since.
    pub annual_book: Value,
    /// Of the task, issued.
    pub annual_item: Value,
    /// Not issued yet.
    pub annual_draft: Value,
    /// Before the units, with a task of the same lead.
    pub batch: Value,
    pub plan: Value,
    pub measure: Value,
    pub clause: Value,
    pub user: Value,
    pub organisation: Value,
    pub event: Value,
    /// A checked table of tasks, and one of organisations for the system administrator.
    pub tables: [Value; 2],
    /// An export of each role, which is its author's alone.
    pub exports: BTreeMap<String, Value>,
    /// A deputy of each role that may name one.
    pub delegations: BTreeMap<String, Value>,
    /// An evaluation round whose results are released, and a score sheet of its evaluator.
    pub round: Value,
    pub sheet: Value,
    new_task: Value,
}

impl Scene {
    /// Everything can still be changed.
    pub async fn open(w: &World) -> Scene {
        let report = w.written("市科委").await;
        Scene::around(w, report, false).await
    }

    /// The report is approved, so that whoever reads reports reads it.
    pub async fn approved(w: &World) -> Scene {
        let report = w.approved("市科委").await;
        Scene::around(w, report, true).await
    }

    #[expect(clippy::too_many_lines, reason = "one thing of each kind")]
    async fn around(w: &World, report: Value, submitted: bool) -> Scene {
        let staff = w.office_staff();
        let first = async |place: &str| staff.get(place).await.expect(200)["items"][0].clone();
        let plan = first("/plans").await;
        let clause = json!({ "id": w.clause(1, 1).await, "version": 1 });
        let measure = w.rows("select id::text, version from measure where number = 1").await.remove(0);
        let organisation = w.rows("select id::text, version from organisation where code = 'hd'").await.remove(0);
        let less = w.organisation("市经信局").await;
        let less =
            json!({ "organisation_id": less, "rule": "LESS_OFTEN", "frequency": "YEAR", "reason": "任务只有一项" });
        let exceptions = format!("/plans/{}/reporting-exceptions", plan["id"].as_str().unwrap());
        let exception = staff.post(&exceptions).json(&less).await.expect(201)["exceptions"][0].clone();
        let later =
            json!({ "asked_on": "2027-01-31", "cause": "设备到货推迟", "progress": "厂房改造完成", "submit": true });
        let extensions = format!("{}/extensions", path("tasks", &report["task"]));
        let other = json!({ "purpose": "CHANGE", "reason": "技术路线调整", "submit": true,
            "proposal": { "title": "人形机器人量产" } });
        let adjustments = format!("{}/adjustments", path("tasks", &report["task"]));
        let notice = crate::supervision::supervised(w, &report["task"]).await;
        let look_back = w.drawn_before().await;
        let [snapshot, bulletin, bulletin_draft] = bulletins(w).await;
        w.sql(&format!(
            "insert into held_evidence (id, report_id, state, mark, found_in, facts, file_name, media_type, size, sha256,
                uploaded_by, uploaded_at)
             values (gen_random_uuid(), '{}', 'HELD', '机密★', 'TEXT', '{{\"title\": \"方案\"}}', '方案.pdf', 'application/pdf',
                9, repeat('a', 64), '{}', '2026-03-27')",
            report["id"].as_str().unwrap(),
            w.reporter("市科委").account()
        ))
        .await;
        hold(w, &report).await;
        let (annual_book, annual_item, annual_draft) = annual(w, &report["task"]).await;
        let (round, sheet) = crate::evaluation::released(w).await;
        Scene {
            round,
            sheet,
            annual_book,
            annual_item,
            annual_draft,
            look_back,
            snapshot,
            bulletin,
            bulletin_draft,
            tables: tables(w).await,
            exports: exports(w).await,
            delegations: delegations(w).await,
            held: w.security_admin().get("/held-evidence").await.expect(200)["items"][0].clone(),
            adjustment: w.reporter("市科委").post(&adjustments).json(&other).await.expect(201),
            notice,
            extension: w.reporter("市科委").post(&extensions).json(&later).await.expect(201),
            task: staff.get(&path("tasks", &report["task"])).await.expect(200),
            draft: w.drafted("市科委").await,
            cycle: first("/cycles").await,
            contribution: w.contributed("市经信局", "市科委", submitted).await,
            exception,
            year: json!({ "id": "2027", "version": 1 }),
            evidence: report["claims"][0]["evidence"][0].clone(),
            plan,
            measure,
            clause,
            user: w.system_admin().get(&format!("/users/{}", w.reporter("海淀区").account())).await.expect(200),
            organisation,
            event: w.audit_admin().get("/audit-events").await.expect(200)["items"][0].clone(),
            new_task: w.new_task("市科委").await,
            // Last: from then on tasks of this plan are issued in batches.
            batch: w.batch_of_one_unit_until("2026-04-30").await,
            report,
        }
    }

    /// What the operation is aimed at.
    pub fn target(&self, operation: &Operation) -> Option<&Value> {
        let target = match (operation.id.as_str(), operation.path.split('/').nth(1)?) {
            ("update_task" | "create_milestone", _) => &self.draft,
            (_, "tasks") => &self.task,
            (_, "milestones") => &self.draft["milestones"][0],
            (_, "reports") => &self.report,
            (_, "evidence") => &self.evidence,
            (_, "contributions") => &self.contribution,
            (_, "contribution-files") => &self.contribution["files"][0],
            (_, "held-evidence") => &self.held,
            (_, "extensions") => &self.extension,
            (_, "look-backs") => &self.look_back,
            (_, "snapshots") => &self.snapshot,
            ("update_bulletin" | "transition_bulletin", _) => &self.bulletin_draft,
            (_, "bulletins") => &self.bulletin,
            (_, "annual-books") => &self.annual_book,
            ("update_annual_item", _) => &self.annual_draft,
            (_, "annual-items") => &self.annual_item,
            (_, "adjustments") => &self.adjustment,
            (_, "notices") => &self.notice,
            (_, "cycles") => &self.cycle,
            (_, "calendar") => &self.year,
            (_, "reporting-exceptions") => &self.exception,
            (_, "batches") => &self.batch,
            (_, "plans") => &self.plan,
            (_, "measures") => &self.measure,
            (_, "clauses") => &self.clause,
            (_, "users") => &self.user,
            (_, "organisations") => &self.organisation,
            (_, "audit-events") => &self.event,
            (_, "table-imports") => &self.tables[0],
            (_, "delegations") => self.delegations.get("OFFICE_STAFF")?,
            (_, "exports") => self.exports.get("OFFICE_STAFF")?,
            (_, "rounds") => &self.round,
            (_, "scoresheets") => &self.sheet,
            _ => return None,
        };
        operation.path.contains('{').then_some(target)
    }

    /// The id of what this role would aim at, where that depends on the role.
    fn own(&self, operation: &Operation, role: &str) -> Option<&str> {
        let own = match operation.path.split('/').nth(1)? {
            "table-imports" if role == "SYSTEM_ADMIN" => &self.tables[1],
            "exports" => self.exports.get(role)?,
            "delegations" => self.delegations.get(role)?,
            _ => return None,
        };
        own["id"].as_str()
    }

    /// The place of the operation with its id, or with another one.
    pub fn place(&self, operation: &Operation, id: Option<&str>) -> String {
        let own = self.target(operation).map(|target| target["id"].as_str().unwrap());
        let place = operation
            .path
            .replace("{login}", "nobody")
            .replace("{year}", "2027")
            .replace("{day}", "2026-03-31")
            .replace("{token}", "none");
        id.or(own).map_or(place.clone(), |id| place.replace("{id}", id))
    }

    /// A body that this role might well send; none where the operation takes none or a form.
    #[expect(clippy::too_many_lines, reason = "a table, one line an operation")]
    pub fn body(&self, operation: &str, role: &str) -> Option<Value> {
        let id = |view: &Value| view["id"].clone();
        let body = match operation {
            "login" => json!({ "login": "kw.reporter", "password": PASSWORD }),
            "complete_setup" => {
                let account =
                    |login: &str| json!({ "login": login, "name": "首位人员", "password": "Haidian-Yuan-2027" });
                json!({ "token": "0".repeat(64), "office_name": "统筹办", "accounts": {
                    "system_admin": account("sys"), "security_admin": account("sec"),
                    "audit_admin": account("aud"), "office": account("off") } })
            }
            "update_mail_preferences" => {
                json!({ "address": "li.gong@example.org", "language": "zh", "muted": ["TASKS", "REPORTS"] })
            }
            "mark_notifications_read" => json!({ "until": "2026-03-01T00:00:00Z" }),
            "change_password" => json!({ "current_password": "not-this-One-1", "new_password": "Haidian-Yuan-2027" }),
            "transition_plan" => json!({ "action": "activate" }),
            "set_light_limits" => json!({ "limits": { "grace_days": 5, "soon_days": 10, "lag_points": 10,
                "lag_red_points": 30, "missed_reports": 2 }, "effective_on": "2099-01-01", "reason": "会议议定" }),
            "update_measure" => json!({ "short_title": "国家实验室", "short_title_en": "Laboratories" }),
            "update_clause" => json!({ "not_decomposed_reason": "由国家部委直接推进" }),
            "create_task" => self.new_task.clone(),
            "update_task" => {
                let mut change = self.new_task.clone();
                change.as_object_mut().unwrap().retain(|field, _| field != "plan_id" && field != "milestones");
                change
            }
            "transition_task" => task_step(role),
            "create_milestone" | "update_milestone" => {
                json!({ "title": "节点", "deliverable": "成果", "due_on": "2026-06-30", "weight": 10, "is_key": true })
            }
            "create_cycle" => json!({ "plan_id": id(&self.plan), "kind": "MONTH", "day": "2026-08-01",
                "opens_on": "2026-08-25", "due_on": "2026-09-07" }),
            "create_report" | "create_contribution" => {
                json!({ "task_id": id(&self.task), "cycle_id": id(&self.cycle) })
            }
            "update_calendar_year" => json!({ "announced": true, "source": "通知", "spans": [
                { "first_on": "2027-01-01", "last_on": "2027-01-03", "works": false, "name": "元旦" }] }),
            "move_cycle_deadline" => json!({ "organisation_id": null, "due_on": "2099-12-31", "reason": "节假日" }),
            "waive_reports" => {
                json!({ "organisation_id": id(&self.task["lead"]), "task_ids": [], "reason": "已并入专项报告" })
            }
            "update_reporting_rules" => json!({ "opens_quarters": false, "opens_months": false, "opens_years": false }),
            "create_reporting_exception" => json!({ "organisation_id": id(&self.organisation), "rule": "LATER",
                "extra_days": 3, "frequency": null, "reason": "汇总十六个街道" }),
            "end_reporting_exception" => json!({ "reason": "不再需要" }),
            "update_report" => json!({ "progress": "本期进展", "no_change": false, "no_change_reason": "等待批复",
                "problems": "问题", "coordination": "协调", "next_steps": "下一步", "expected_completion_on": "2026-12-31",
                "claims": [] }),
            "transition_report" => report_step(role),
            "update_contribution" => json!({ "progress": "配合进展", "problems": "问题" }),
            "transition_contribution" => json!({ "action": "submit", "comment": "请采用" }),
            "ask_contributions" => json!({ "organisation_ids": [id(&self.organisation)] }),
            "take_contribution" => json!({ "contribution_id": id(&self.contribution) }),
            "report_no_change" => {
                json!({ "cycle_id": id(&self.cycle), "task_ids": [id(&self.plan)], "reason": "等待批复" })
            }
            "approve_reports" | "submit_reports" => json!({ "reports": [{ "id": id(&self.report), "version": 999 }] }),
            "create_extension" => json!({ "milestone_id": null, "asked_on": "2027-03-31", "cause": "设备到货推迟",
                "progress": "厂房改造完成", "submit": true }),
            "reply_closure" => json!({ "agrees": false, "words": "本单位部分尚未完成" }),
            "record_spot_check" => json!({ "way": "VISIT", "result": "CONFIRMED", "note": "已到现场查看" }),
            "record_look_back" => {
                json!({ "task_id": self.look_back["task_id"], "result": "CONFIRMED", "words": "运行正常" })
            }
            "create_adjustment" => json!({ "purpose": "CHANGE", "reason": "技术路线调整", "submit": true,
                "proposal": { "title": "人形机器人量产", "deliverable": "量产产品", "acceptance_standard": "下线证明" } }),
            "transition_extension" | "transition_adjustment" => extension_step(role),
            "create_notice" => {
                json!({ "task_id": id(&self.task), "level": "URGE", "demand": "请报进展", "reason": "节点临近",
                "instruction": false })
            }
            "transition_notice" => notice_step(role),
            "create_bulletin" => {
                json!({ "snapshot_id": id(&self.snapshot), "foreword": "通报如下", "demands": "请抓紧" })
            }
            "update_bulletin" => json!({ "foreword": "通报如下", "demands": "请抓紧" }),
            "transition_bulletin" if role == "LEADER" => json!({ "action": "return", "comment": "请改" }),
            "transition_bulletin" => json!({ "action": "discard", "comment": "不用" }),
            "create_batch" => {
                json!({ "plan_id": id(&self.plan), "title": "第二批", "measure_ids": [id(&self.measure)] })
            }
            "update_batch" => json!({ "title": "第一批（修改）", "task_ids": [id(&self.batch["tasks"][0])] }),
            "transition_batch" => batch_step(role),
            "create_annual_book" => json!({ "plan_id": id(&self.plan), "year": 2026 }),
            "issue_annual_book" => json!({ "comment": "请抓紧" }),
            "update_annual_item" => json!({ "target": "首批产品下线", "due_on": "2026-11-30" }),
            "transition_annual_item" => annual_step(role),
            "comment_batch" => {
                json!({ "verdict": "PROPOSE", "task_ids": [id(&self.batch["tasks"][0])], "reason": "时间偏紧",
                "change": { "due_on": "2027-03-31", "title": "证件便利化", "deliverable": "实施细则",
                    "acceptance_standard": "细则印发", "lead_org_id": id(&self.organisation),
                    "responsible_org_ids": [], "supporting_org_ids": [], "start_on": "2026-02-01" } })
            }
            "answer_batch_comment" => json!({ "comment_id": id(&self.plan), "comment_version": 1, "action": "decline",
                "answer": "按方案分工", "fields": ["due_on"] }),
            "update_evidence" => {
                json!({ "title": "验收意见", "kind": "C", "milestone_id": null, "issuing_body": "市科委",
                "document_no": "1号", "document_date": "2026-03-01", "page": "第 1 页", "proves": "第一页", "publicity": "PUBLIC", "is_internal": false })
            }
            "reuse_evidence" => json!({ "evidence_id": id(&self.evidence), "milestone_id": null, "kind": "C",
                "page": "第 2 页", "proves": "结论一段" }),
            "void_evidence" => json!({ "reason": "材料有误" }),
            "decide_held_evidence" => json!({ "action": "release", "reason": "已与上传人核对" }),
            "judge_evidence" => json!({ "strength": "WEAK", "reason": "缺检验报告" }),
            "mark_evidence" => json!({ "publicity": "ON_REQUEST", "is_internal": true, "reason": "含联系方式" }),
            "create_organisation" | "update_organisation" => {
                json!({ "code": "cp", "name": "昌平区人民政府", "short_name": "昌平区",
                "kind": "DISTRICT", "sort_order": 9, "aliases": ["昌平"], "valid_from": "2020-01-01", "valid_to": "2099-12-31" })
            }
            "rename_organisation" => {
                json!({ "name": "海淀区政府", "short_name": "海淀", "from": "2026-03-02", "reason": "机构改革" })
            }
            "hand_over_organisation" => json!({ "reason": "机构改革", "successor_id": null, "ends": false,
                "receipts": [{ "task_id": id(&self.task), "organisation_id": id(&self.organisation) }] }),
            "create_user" => json!({ "login": "new.person", "name": "赵新", "post": "主任科员",
                "organisation_id": id(&self.organisation), "roles": ["UNIT_REPORTER"] }),
            "update_user" => json!({ "name": "赵新", "post": "主任科员", "organisation_id": id(&self.organisation),
                "roles": ["UNIT_REPORTER", "UNIT_REVIEWER"] }),
            "transition_user" if role == "SECURITY_ADMIN" => json!({ "action": "approve_roles", "comment": "同意" }),
            "transition_user" => json!({ "action": "disable", "comment": "调离" }),
            "create_delegation" => json!({ "deputy_id": id(&self.user), "from_on": "2026-12-01", "to_on": "2026-12-05",
                "reason": "出差" }),
            "end_delegation" => json!({ "comment": "提前返回" }),
            "switch_post" => json!({ "post_id": id(&self.user) }),
            "add_post" => {
                json!({ "organisation_id": id(&self.organisation), "post": "挂职", "roles": ["UNIT_REPORTER"],
                "serves_from": "2026-03-02", "serves_until": "2026-12-31" })
            }
            "switch_acting" => json!({ "delegation_id": null }),
            "create_round" => json!({ "plan_id": id(&self.plan), "kind": "FINAL", "name": "终期评估",
                "commissioning_org_id": id(&self.organisation), "measure_ids": [id(&self.measure)] }),
            "update_round" => crate::evaluation::set_up(&self.round),
            "transition_round" if role == "COMMISSIONER" => json!({ "action": "deliver", "comment": "请查收" }),
            "transition_round" => json!({ "action": "release", "comment": "签发" }),
            "declare_conflict" => json!({ "pledge": true,
                "employers": [{ "organisation_id": id(&self.organisation), "from_on": "2020-01-01", "to_on": "2024-12-31" }],
                "conflicts": [{ "organisation_id": id(&self.organisation), "measure_id": null, "reason": "亲属任职" }] }),
            "record_tie" => json!({ "kind": "EMPLOYER", "account_id": self.round["team"]["members"][0]["person"]["id"],
                "organisation_id": id(&self.organisation), "measure_id": null, "from_on": "2020-01-01",
                "to_on": "2024-12-31", "reason": "人事档案" }),
            "create_assignment" => json!({ "seats": [{ "measure_id": self.round["scope"][0]["id"],
                "evaluator_id": self.round["team"]["members"][0]["person"]["id"] }] }),
            "save_scoresheet" => crate::evaluation::content([80, 80, 80, 80, 80]),
            "submit_scoresheet" => json!({ "confirm": true }),
            "transition_table_import" => json!({ "action": "apply" }),
            "create_export" => {
                let kind = if role.ends_with("_ADMIN") { "ORGANISATIONS" } else { "TASKS" };
                json!({ "kind": kind, "format": "CSV" })
            }
            _ => return None,
        };
        Some(body)
    }

    fn table_form(&self, role: &str) -> reqwest::multipart::Form {
        let kind = if role == "SYSTEM_ADMIN" { "ORGANISATIONS" } else { "TASKS" };
        let form = reqwest::multipart::Form::new().text("kind", kind);
        let plan = self.plan["id"].as_str().unwrap().to_owned();
        let file = reqwest::multipart::Part::bytes(small_table(kind)).file_name("表.xlsx");
        form.text("plan_id", plan).part("file", file)
    }

    /// The whole request of somebody with this role.
    pub fn ask(&self, who: &Caller, operation: &Operation, role: &str, id: Option<&str>) -> Ask {
        let ask = who.ask(operation.method.clone(), &self.place(operation, id.or_else(|| self.own(operation, role))));
        let form = |proof: Proof| proof.into_form();
        match operation.id.as_str() {
            "parse_plan" | "import_plan" => ask.form(plan_form()),
            "upload_evidence" | "upload_contribution_file" => {
                ask.form(form(Proof::new("证.pdf", &[PDF, b"%"].concat())))
            }
            "create_table_import" => ask.form(self.table_form(role)),
            "replace_evidence" => ask.form(form(Proof::new("证.pdf", &[PDF, b"%"].concat()))),
            "switch_post" if who.token().is_some() => ask.json(&json!({ "post_id": who.account() })),
            id => match self.body(id, role) {
                Some(body) => ask.json(&body),
                None => ask,
            },
        }
    }
}

/// A table that changes something when it is applied.
fn small_table(kind: &str) -> Vec<u8> {
    let tasks = [
        vec!["举措", "条款", "重点任务", "年度目标", "完成时限", "牵头单位", "验收标准"],
        vec!["29", "全部", "材料中试", "中试线", "2027年底", "市科委", "验收意见"],
    ];
    let organisations =
        [vec!["单位代码", "单位名称", "简称", "单位类型"], vec!["yq", "延庆区人民政府", "延庆区", "区"]];
    book(if kind == "TASKS" { &tasks } else { &organisations })
}

async fn tables(w: &World) -> [Value; 2] {
    let check = async |who: &Caller, kind| {
        let form = table_form(w, kind, "表.xlsx", small_table(kind)).await;
        who.post("/table-imports").form(form).await.expect(201)
    };
    [check(&w.office_staff(), "TASKS").await, check(&w.system_admin(), "ORGANISATIONS").await]
}

async fn exports(w: &World) -> BTreeMap<String, Value> {
    let mut exports = BTreeMap::new();
    for role in ROLES {
        let new = json!({ "kind": "ORGANISATIONS", "format": "CSV" });
        exports.insert(role.to_owned(), w.holder_of(role).post("/exports").json(&new).await.expect(201));
    }
    exports
}

async fn delegations(w: &World) -> BTreeMap<String, Value> {
    let mut delegations = BTreeMap::new();
    for role in ROLES.into_iter().filter(|role| !role.ends_with("_ADMIN") && !role.starts_with("EVAL")) {
        let who = w.holder_of(role);
        let deputy = who.get("/delegations").await.expect(200)["colleagues"][0]["id"].clone();
        let new = json!({ "deputy_id": deputy, "from_on": "2026-11-01", "to_on": "2026-11-05", "reason": "出差" });
        delegations.insert(role.to_owned(), who.post("/delegations").json(&new).await.expect(201));
    }
    delegations
}

/// An upload for the report that was stopped.
async fn hold(w: &World, report: &Value) {
    w.sql(&format!(
        "insert into held_evidence (id, report_id, state, mark, found_in, facts, file_name, media_type, size, sha256,
            uploaded_by, uploaded_at)
         values (gen_random_uuid(), '{}', 'HELD', '机密★', 'TEXT', '{{\"title\": \"方案\"}}', '方案.pdf', 'application/pdf',
            9, repeat('a', 64), '{}', '2026-03-27')",
        report["id"].as_str().unwrap(),
        w.reporter("市科委").account()
    ))
    .await;
}

/// A frozen snapshot of long ago, the bulletin issued on it, and the draft of another one; told to the database directly.
async fn bulletins(w: &World) -> [Value; 3] {
    let plan = w.plan().await;
    let cycle = w.one("select id::text as it from cycle order by due_on limit 1").await;
    let author = w.office_staff().account();
    for (day, state) in [("2025-01-10", "ISSUED"), ("2025-04-10", "DRAFT")] {
        let whole = json!({ "format": 1, "day": day, "taken_at": "2025-01-10T00:00:00Z", "since": null, "parts": [],
            "leads": [], "tasks": [], "plan": { "id": plan, "title": "方案", "short_title": "方案" },
            "cycle": { "id": cycle, "name": "2024年第四季度", "period_from": "2024-10-01", "period_to": "2024-12-31",
                "due_on": "2025-01-09" } });
        let of_issued = if state == "ISSUED" {
            r#"1, '中园通〔2025〕1号', '2025-01-12', '{"title":"通报","opening":[],"sections":[]}', repeat('b', 64)"#
        } else {
            "null, null, null, null, null"
        };
        w.sql(&format!(
            "insert into snapshot (plan_id, day, kind, cycle_id, taken_at)
             values ('{plan}', '{day}', 'CYCLE_END', '{cycle}', '{day}');
             with whole as (
                insert into frozen_snapshot (id, plan_id, day, content, sha256)
                values (gen_random_uuid(), '{plan}', '{day}', '{whole}', repeat('a', 64))
                returning id)
             insert into bulletin (id, frozen_id, state, number, printed_number, issued_on, paper, paper_sha256,
                created_by, created_at, updated_at)
             select gen_random_uuid(), id, '{state}', {of_issued}, '{author}', '{day}', '{day}' from whole"
        ))
        .await;
    }
    let leader = w.leader();
    let first = async |place: &str| leader.get(place).await.expect(200)["items"][0].clone();
    let of = async |state: &str| {
        let listed = first(&format!("/bulletins?state={state}")).await;
        leader.get(&path("bulletins", &listed)).await.expect(200)
    };
    let mut snapshot = first("/snapshots?frozen=true").await;
    snapshot["version"] = json!(1);
    [snapshot, of("ISSUED").await, of("DRAFT").await]
}

fn plan_form() -> reqwest::multipart::Form {
    let file = reqwest::multipart::Part::bytes(PLAN_RAW).file_name("方案.txt");
    reqwest::multipart::Form::new().part("file", file)
}

/// The book of the year, the item of this task in it, and a draft of a task that came after the issue.
async fn annual(w: &World, task: &Value) -> (Value, Value, Value) {
    let year = json!({ "year": 2026 });
    let book = w.office_staff().post("/annual-books").json(&year).await.expect(201);
    let issue = format!("{}/issue", path("annual-books", &book));
    w.office_head().post(&issue).json(&json!({})).seen(&book).await.expect(200);
    let other = w.in_progress("市科委").await;
    let book = w.office_staff().post("/annual-books").json(&year).await.expect(201);
    let of = async |task: &Value| {
        let items = format!("/annual-items?task_id={}", task["id"].as_str().unwrap());
        w.office_staff().get(&items).await.expect(200)["items"][0].clone()
    };
    (book, of(task).await, of(&other).await)
}

fn annual_step(role: &str) -> Value {
    match role {
        "OFFICE_STAFF" => json!({ "action": "reject_closure", "comment": "请补" }),
        "OFFICE_HEAD" => json!({ "action": "accept_closure", "comment": "同意" }),
        "LEADER" => json!({ "action": "cancel", "comment": "事项取消" }),
        _ => json!({ "action": "apply_closure", "comment": "请验收", "conclusion": "DONE", "summary": "已下线" }),
    }
}

fn task_step(role: &str) -> Value {
    match role {
        "OFFICE_STAFF" => json!({ "action": "reject_closure", "comment": "请补" }),
        "OFFICE_HEAD" => json!({ "action": "issue", "comment": "请办" }),
        "LEADER" => json!({ "action": "cancel", "comment": "事项取消" }),
        _ => json!({ "action": "sign", "liaison": "李工", "comment": "收到" }),
    }
}

fn report_step(role: &str) -> Value {
    match role {
        "UNIT_REPORTER" => json!({ "action": "submit", "comment": "请审" }),
        "OFFICE_STAFF" => json!({ "action": "approve", "comment": "同意" }),
        "UNIT_LEADER" => json!({ "action": "request_correction", "comment": "产量写错" }),
        _ => json!({ "action": "pass", "comment": "同意" }),
    }
}

fn batch_step(role: &str) -> Value {
    match role {
        "LEADER" => json!({ "action": "return", "comment": "请再协商" }),
        "OFFICE_HEAD" => json!({ "action": "issue", "comment": "请办" }),
        _ => json!({ "action": "revise", "comment": "补充任务", "comments_due_on": "2026-04-30" }),
    }
}

fn extension_step(role: &str) -> Value {
    match role {
        "UNIT_REPORTER" => json!({ "action": "withdraw", "comment": "不再需要" }),
        "UNIT_LEADER" => json!({ "action": "return", "comment": "请补到货日期" }),
        _ => json!({ "action": "refuse", "comment": "可调配备用设备" }),
    }
}

fn notice_step(role: &str) -> Value {
    match role {
        "UNIT_REPORTER" => {
            json!({ "action": "answer", "cause": "设备到货推迟", "measure": "改用备用产线", "expected_on": "2026-04-30" })
        }
        "UNIT_REVIEWER" | "UNIT_LEADER" => json!({ "action": "receive", "comment": "收到" }),
        "LEADER" => json!({ "action": "void", "comment": "已另行处理" }),
        _ => json!({ "action": "settle", "comment": "已核查" }),
    }
}
