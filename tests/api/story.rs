//! What usually happened before a test begins, told over HTTP.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::world::World;

/// The smallest thing that is a PDF by content.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

impl World {
    /// The plan in force.
    pub async fn plan(&self) -> String {
        self.one("select id::text as it from plan where state = 'ACTIVE'").await
    }

    /// A clause by the number of its measure and its own.
    pub async fn clause(&self, measure: u32, clause: u32) -> String {
        self.one(&format!(
            "select c.id::text as it from clause c join measure m on m.id = c.measure_id
             where m.number = {measure} and c.number = {clause}"
        ))
        .await
    }

    /// A task as the office would write it, led by a unit, with two milestones.
    pub async fn new_task(&self, unit: &str) -> Value {
        json!({
            "plan_id": self.plan().await,
            "clause_ids": [self.clause(28, 1).await],
            "title": "人形机器人小批量量产",
            "deliverable": "量产产品及下线证明",
            "deliverable_kinds": ["C"],
            "acceptance_standard": "提交批量下线证明和检验报告",
            "lead_org_id": self.organisation(unit).await,
            "responsible_org_ids": [],
            "supporting_org_ids": [],
            "nature": "ONE_OFF",
            "is_key": false,
            "start_on": "2026-01-01",
            "due_on": "2026-12-31",
            "milestones": [
                { "title": "中试线通过验收", "deliverable": "验收意见", "due_on": "2026-03-31", "weight": 40, "is_key": false },
                { "title": "首批产品下线", "deliverable": "下线证明", "due_on": "2026-12-31", "weight": 60, "is_key": true },
            ],
        })
    }

    /// A drafted task.
    pub async fn drafted(&self, unit: &str) -> Value {
        self.office_staff().post("/tasks").json(&self.new_task(unit).await).await.expect(201)
    }

    /// A task that waits for the signature of its lead.
    pub async fn issued(&self, unit: &str) -> Value {
        let task = self.drafted(unit).await;
        self.step_of_task(&self.office_head(), &task, json!({ "action": "issue" })).await
    }

    /// A task the unit works on.
    pub async fn in_progress(&self, unit: &str) -> Value {
        let task = self.issued(unit).await;
        self.step_of_task(&self.reviewer(unit), &task, json!({ "action": "sign", "liaison": "李工 010-12345" })).await
    }

    /// Takes a step that must be allowed.
    pub async fn step_of_task(&self, who: &crate::ask::Caller, task: &Value, step: Value) -> Value {
        who.post(&format!("{}/transitions", path("tasks", task))).json(&step).seen(task).await.expect(200)
    }

    /// An adjustment filed by the reporter of 市科委, passed on by its leader and referred by the office.
    pub async fn before_the_leader(&self, task: &Value, purpose: &str, proposal: Value) -> Value {
        let new = json!({ "purpose": purpose, "reason": "国家政策调整", "proposal": proposal, "submit": true });
        let place = format!("{}/adjustments", path("tasks", task));
        let mut request = self.reporter("市科委").post(&place).json(&new).await.expect(201);
        for (who, action) in [(self.unit_leader("市科委"), "pass"), (self.office_staff(), "escalate")] {
            let steps = format!("{}/transitions", path("adjustments", &request));
            request = who.post(&steps).json(&json!({ "action": action })).seen(&request).await.expect(200);
        }
        request
    }

    /// The same, approved by the leader; answers with the task as it is then.
    pub async fn adjusted(&self, task: &Value, purpose: &str, proposal: Value) -> Value {
        let request = self.before_the_leader(task, purpose, proposal).await;
        let steps = format!("{}/transitions", path("adjustments", &request));
        self.leader().post(&steps).json(&json!({ "action": "approve" })).seen(&request).await.expect(200);
        self.office_staff().get(&path("tasks", task)).await.expect(200)
    }

    /// An application for closure that answers the only point of the standard with all accepted evidence.
    pub async fn application(&self, task: &Value) -> Value {
        let task = self.office_staff().get(&path("tasks", task)).await.expect(200);
        let index = task["evidence_index"].as_array().unwrap();
        let proofs: Vec<Value> = index.iter().map(|line| line["id"].clone()).collect();
        json!({ "action": "apply_closure", "conclusion": "DONE", "summary": "全部完成",
            "answers": [{ "text": "下线证明和检验报告齐备", "evidence_ids": proofs }] })
    }

    /// A task of 市科委 whose closure the office accepted.
    pub async fn closed(&self) -> Value {
        let task = self.in_progress("市科委").await;
        self.prove(&task).await;
        let application = self.application(&task).await;
        let applied = self.step_of_task(&self.unit_leader("市科委"), &task, application).await;
        self.step_of_task(&self.office_head(), &applied, json!({ "action": "accept_closure" })).await
    }

    /// A sample drawn long ago from one task that is closed, told to the database directly.
    pub async fn drawn_before(&self) -> Value {
        let task = self.drafted("市科委").await;
        let id = task["id"].as_str().unwrap();
        self.sql(&format!(
            "update task set state = 'CLOSED', closed_on = '2025-01-10', closing_number = '2025-001' where id = '{id}';
             with drawn as (
                insert into look_back (id, plan_id, number, closed_until, seed, population, drawn_by, drawn_at)
                select gen_random_uuid(), plan_id, 1, '2025-02-01', 'seed', array[id], created_by, '2025-08-01'
                from task where id = '{id}'
                returning id)
             insert into look_back_item (look_back_id, task_id) select id, '{id}' from drawn"
        ))
        .await;
        let drawn = self.one("select id::text as it from look_back").await;
        json!({ "id": drawn, "task_id": id, "version": 1 })
    }

    /// Every milestone of a task accepted, with a piece of accepted evidence behind it, told to the database directly.
    pub async fn prove(&self, task: &Value) {
        let id = task["id"].as_str().unwrap();
        self.sql(&format!(
            "insert into cycle (id, plan_id, kind, name, period_from, period_to, opens_on, due_on)
             select gen_random_uuid(), plan_id, 'MONTH', '2026年1月', '2026-01-01', '2026-01-31', '2026-01-25', '2026-02-09'
             from task where id = '{id}'
             on conflict do nothing;
             insert into report (id, task_id, cycle_id, state, created_by, created_at, updated_at)
             select gen_random_uuid(), t.id, c.id, 'APPROVED', a.id, '2026-02-01', '2026-02-01'
             from task t
             join cycle c on c.plan_id = t.plan_id and c.kind = 'MONTH' and c.period_from = '2026-01-01'
             join account a on a.login = 'kw.reporter'
             where t.id = '{id}';
             insert into evidence (id, task_id, report_id, milestone_id, file_name, title, kind, media_type, size, sha256,
                state, uploaded_by, uploaded_at)
             select gen_random_uuid(), r.task_id, r.id, m.id, 'a.pdf', '验收意见', 'C', 'application/pdf', 1, repeat('0', 64),
                'VERIFIED', r.created_by, '2026-02-01'
             from report r
             join milestone m on m.task_id = r.task_id
             where r.task_id = '{id}';
             update milestone set state = 'ACCEPTED', completed_on = '2026-03-01' where task_id = '{id}'"
        ))
        .await;
    }

    /// The first quarter of 2026; its window opens on 25 March.
    pub async fn first_quarter(&self) -> Value {
        let cycle = json!({ "kind": "QUARTER", "day": "2026-02-01" });
        self.office_staff().post("/cycles").json(&cycle).await.expect(201)
    }

    /// A report that the unit has begun on 26 March.
    pub async fn begun(&self, task: &Value, cycle: &Value, unit: &str) -> Value {
        self.travel_to("2026-03-26").await;
        let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
        self.reporter(unit).post("/reports").json(&new).await.expect(201)
    }

    /// A task in progress that one unit leads and another supports.
    pub async fn supported(&self, lead: &str, party: &str) -> Value {
        let mut new = self.new_task(lead).await;
        new["supporting_org_ids"] = json!([self.organisation(party).await]);
        let task = self.office_staff().post("/tasks").json(&new).await.expect(201);
        let task = self.step_of_task(&self.office_head(), &task, json!({ "action": "issue" })).await;
        self.step_of_task(&self.reviewer(lead), &task, json!({ "action": "sign", "liaison": "李工" })).await
    }

    /// The part of a supporting unit in such a task, with one file; the window of the cycle is open.
    pub async fn contributed(&self, lead: &str, party: &str, submitted: bool) -> Value {
        let task = self.supported(lead, party).await;
        let cycle = self.office_staff().get("/cycles").await.expect(200)["items"][0].clone();
        let reporter = self.reporter(party);
        let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
        let part = reporter.post("/contributions").json(&new).await.expect(201);
        let place = path("contributions", &part);
        let words = json!({ "progress": "产线到货，正在安装。", "problems": "" });
        reporter.patch(&place).json(&words).seen(&part).await.expect(200);
        let form = Proof::new("到货单.pdf", PDF).into_form();
        let part = reporter.post(&format!("{place}/files")).form(form).await.expect(201);
        if !submitted {
            return part;
        }
        reporter
            .post(&format!("{place}/transitions"))
            .json(&json!({ "action": "submit" }))
            .seen(&part)
            .await
            .expect(200)
    }

    /// Takes a step of a report that must be allowed.
    pub async fn step_of_report(&self, who: &crate::ask::Caller, report: &Value, step: Value) -> Value {
        who.post(&format!("{}/transitions", path("reports", report))).json(&step).seen(report).await.expect(200)
    }

    /// A report of a unit with a claimed milestone and its proof, ready to be submitted.
    pub async fn written(&self, unit: &str) -> Value {
        let task = self.in_progress(unit).await;
        let cycle = self.first_quarter().await;
        let report = self.begun(&task, &cycle, unit).await;
        self.complete(&report, unit).await
    }

    /// Fills in a report: progress, one claim, one piece of evidence.
    pub async fn complete(&self, report: &Value, unit: &str) -> Value {
        let milestone = report["claims"][0]["milestone"]["id"].clone();
        let claims = json!([{ "milestone_id": milestone, "note": "已通过专家验收" }]);
        let change = json!({ "progress": "中试线于三月通过验收。", "claims": claims });
        let reporter = self.reporter(unit);
        let report = reporter.patch(&path("reports", report)).json(&change).seen(report).await.expect(200);
        let form = Proof::new("验收意见.pdf", PDF).text("milestone_id", milestone.as_str().unwrap());
        reporter.post(&format!("{}/evidence", path("reports", &report))).form(form.into_form()).await.expect(201);
        reporter.get(&path("reports", &report)).await.expect(200)
    }

    /// A report before the reviewer of its unit.
    pub async fn submitted(&self, unit: &str) -> Value {
        let report = self.written(unit).await;
        self.step_of_report(&self.reporter(unit), &report, json!({ "action": "submit" })).await
    }

    /// A report before the office.
    pub async fn passed(&self, unit: &str) -> Value {
        let report = self.submitted(unit).await;
        self.step_of_report(&self.reviewer(unit), &report, json!({ "action": "pass" })).await
    }

    /// A report the office has approved, its claim accepted.
    pub async fn approved(&self, unit: &str) -> Value {
        let report = self.passed(unit).await;
        self.step_of_report(&self.office_staff(), &report, approval(&report, "ACCEPTED")).await
    }
}

/// Approval with the same verdict on every claim.
pub fn approval(report: &Value, verdict: &str) -> Value {
    let claims = report["claims"].as_array().unwrap().iter().filter(|claim| claim["claimed"] == true);
    let verdicts: Vec<Value> = claims
        .map(|claim| json!({ "milestone_id": claim["milestone"]["id"], "verdict": verdict, "reason": "材料已核对" }))
        .collect();
    json!({ "action": "approve", "verdicts": verdicts })
}

/// `/tasks/…` of a view with an id.
pub fn path(area: &str, view: &Value) -> String {
    format!("/{area}/{}", view["id"].as_str().unwrap_or_else(|| panic!("no id in {view}")))
}

/// A piece of evidence on its way: text fields first, then the file.
pub struct Proof {
    texts: Vec<(String, String)>,
    file: (String, Vec<u8>),
}

impl Proof {
    /// A document of kind D.
    pub fn new(file_name: &str, bytes: &[u8]) -> Proof {
        Proof { texts: Vec::new(), file: (file_name.to_owned(), bytes.to_vec()) }.text("kind", "D")
    }

    pub fn text(mut self, name: &str, text: &str) -> Proof {
        self.texts.retain(|(other, _)| other != name);
        self.texts.push((name.to_owned(), text.to_owned()));
        self
    }

    pub fn into_form(self) -> Form {
        let form = self.texts.into_iter().fold(Form::new(), |form, (name, text)| form.text(name, text));
        let (name, bytes) = self.file;
        form.part("file", Part::bytes(bytes).file_name(name))
    }
}
