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
    pub report: Value,
    pub evidence: Value,
    /// Of the task, before the leader of its unit.
    pub extension: Value,
    /// Of the task, before the leader of its unit.
    pub adjustment: Value,
    /// A supervision notice about the task, with its unit.
    pub notice: Value,
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
    new_task: Value,
}

impl Scene {
    /// Everything can still be changed.
    pub async fn open(w: &World) -> Scene {
        let report = w.written("市科委").await;
        Scene::around(w, report).await
    }

    /// The report is approved, so that whoever reads reports reads it.
    pub async fn approved(w: &World) -> Scene {
        let report = w.approved("市科委").await;
        Scene::around(w, report).await
    }

    async fn around(w: &World, report: Value) -> Scene {
        let staff = w.office_staff();
        let first = async |place: &str| staff.get(place).await.expect(200)["items"][0].clone();
        let plan = first("/plans").await;
        let clause = json!({ "id": w.clause(1, 1).await, "version": 1 });
        let measure = w.rows("select id::text, version from measure where number = 1").await.remove(0);
        let organisation = w.rows("select id::text, version from organisation where code = 'hd'").await.remove(0);
        let later =
            json!({ "asked_on": "2027-01-31", "cause": "设备到货推迟", "progress": "厂房改造完成", "submit": true });
        let extensions = format!("{}/extensions", path("tasks", &report["task"]));
        let other = json!({ "purpose": "CHANGE", "reason": "技术路线调整", "submit": true,
            "proposal": { "title": "人形机器人量产" } });
        let adjustments = format!("{}/adjustments", path("tasks", &report["task"]));
        let notice = crate::supervision::supervised(w, &report["task"]).await;
        Scene {
            tables: tables(w).await,
            exports: exports(w).await,
            adjustment: w.reporter("市科委").post(&adjustments).json(&other).await.expect(201),
            notice,
            extension: w.reporter("市科委").post(&extensions).json(&later).await.expect(201),
            task: staff.get(&path("tasks", &report["task"])).await.expect(200),
            draft: w.drafted("市科委").await,
            cycle: first("/cycles").await,
            evidence: report["claims"][0]["evidence"][0].clone(),
            plan,
            measure,
            clause,
            user: w.system_admin().get(&format!("/users/{}", w.reporter("海淀区").account())).await.expect(200),
            organisation,
            event: w.audit_admin().get("/audit-events").await.expect(200)["items"][0].clone(),
            new_task: w.new_task("市科委").await,
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
            (_, "extensions") => &self.extension,
            (_, "adjustments") => &self.adjustment,
            (_, "notices") => &self.notice,
            (_, "plans") => &self.plan,
            (_, "measures") => &self.measure,
            (_, "clauses") => &self.clause,
            (_, "users") => &self.user,
            (_, "organisations") => &self.organisation,
            (_, "audit-events") => &self.event,
            (_, "table-imports") => &self.tables[0],
            (_, "exports") => self.exports.get("OFFICE_STAFF")?,
            _ => return None,
        };
        operation.path.contains("{id}").then_some(target)
    }

    /// The id of what this role would aim at, where that depends on the role.
    fn own(&self, operation: &Operation, role: &str) -> Option<&str> {
        let own = match operation.path.split('/').nth(1)? {
            "table-imports" if role == "SYSTEM_ADMIN" => &self.tables[1],
            "exports" => self.exports.get(role)?,
            _ => return None,
        };
        own["id"].as_str()
    }

    /// The place of the operation with its id, or with another one.
    pub fn place(&self, operation: &Operation, id: Option<&str>) -> String {
        let own = self.target(operation).map(|target| target["id"].as_str().unwrap());
        let place = operation.path.replace("{login}", "nobody");
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
            "change_password" => json!({ "current_password": "not-this-One-1", "new_password": "Haidian-Yuan-2027" }),
            "transition_plan" => json!({ "action": "activate" }),
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
            "create_report" => json!({ "task_id": id(&self.task), "cycle_id": id(&self.cycle) }),
            "update_report" => json!({ "progress": "本期进展", "no_change": false, "no_change_reason": "等待批复",
                "problems": "问题", "coordination": "协调", "next_steps": "下一步", "expected_completion_on": "2026-12-31",
                "claims": [] }),
            "transition_report" => report_step(role),
            "approve_reports" => json!({ "reports": [{ "id": id(&self.report), "version": 999 }] }),
            "create_extension" => json!({ "milestone_id": null, "asked_on": "2027-03-31", "cause": "设备到货推迟",
                "progress": "厂房改造完成", "submit": true }),
            "create_adjustment" => json!({ "purpose": "CHANGE", "reason": "技术路线调整", "submit": true,
                "proposal": { "title": "人形机器人量产", "deliverable": "量产产品", "acceptance_standard": "下线证明" } }),
            "transition_extension" | "transition_adjustment" => extension_step(role),
            "create_notice" => {
                json!({ "task_id": id(&self.task), "level": "URGE", "demand": "请报进展", "reason": "节点临近",
                "instruction": false })
            }
            "transition_notice" => notice_step(role),
            "update_evidence" => {
                json!({ "title": "验收意见", "kind": "C", "milestone_id": null, "issuing_body": "市科委",
                "document_no": "1号", "document_date": "2026-03-01", "proves": "第一页", "publicity": "PUBLIC", "is_internal": false })
            }
            "create_organisation" | "update_organisation" => {
                json!({ "code": "cp", "name": "昌平区人民政府", "short_name": "昌平区",
                "kind": "DISTRICT", "sort_order": 9, "aliases": ["昌平"], "valid_from": "2020-01-01", "valid_to": "2099-12-31" })
            }
            "create_user" => json!({ "login": "new.person", "name": "赵新", "post": "主任科员",
                "organisation_id": id(&self.organisation), "roles": ["UNIT_REPORTER"] }),
            "update_user" => json!({ "name": "赵新", "post": "主任科员", "organisation_id": id(&self.organisation),
                "roles": ["UNIT_REPORTER", "UNIT_REVIEWER"] }),
            "transition_user" if role == "SECURITY_ADMIN" => json!({ "action": "approve_roles", "comment": "同意" }),
            "transition_user" => json!({ "action": "disable", "comment": "调离" }),
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
            "create_table_import" => ask.form(self.table_form(role)),
            "upload_evidence" => ask.form(form(Proof::new("证.pdf", &[PDF, b"%"].concat()))),
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

fn plan_form() -> reqwest::multipart::Form {
    let file = reqwest::multipart::Part::bytes(PLAN_RAW).file_name("方案.txt");
    reqwest::multipart::Form::new().part("file", file)
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
