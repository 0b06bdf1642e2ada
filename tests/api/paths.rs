//! Random ways through the interface, the same on every machine: whatever people do in whatever order, no light is gamed.
//!
//! Three promises of domain.md 2.5 and 7 are asked after every request: red turns to green by nothing but an accepted
//! submission or more time granted that was asked for before the due day; handing something in never makes a light better;
//! while everything that is due lies with the office, the passing of time makes no light worse.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    ask::Caller,
    story::{PDF, Proof, approval, path},
    world::World,
};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What was done, as far as it decides what may become of a light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    /// Some days went by.
    Wait,
    /// The unit wrote, handed in, passed on, withdrew, or asked for time.
    Unit,
    /// The office returned something, or refused more time.
    Refused,
    /// The office accepted a claim.
    Accepted,
    /// The office approved a report and accepted no claim.
    Rejected,
    /// More time was granted.
    Granted,
}

struct Walk {
    w: World,
    dice: Dice,
    day: chrono::NaiveDate,
    task: Value,
    cycle: Value,
    done: BTreeMap<Deed, u32>,
    healed: u32,
}

const LIGHTS: [&str; 3] = ["ON_TRACK", "AT_RISK", "OVERDUE"];

impl Walk {
    async fn begin(seed: u64) -> Walk {
        let w = World::new().await;
        let mut dice = Dice(seed);
        let mut new = w.new_task("市科委").await;
        // Four milestones about a fortnight apart, one or two of them key.
        let node = |n: u64, due: &str, key: bool| json!({ "title": format!("节点 {n}"), "deliverable": "成果", "due_on": due, "weight": 25, "is_key": key });
        let days = ["2026-03-20", "2026-04-05", "2026-04-20", "2026-05-10"];
        let keys = dice.roll(4);
        new["milestones"] =
            (0..4_u64).map(|n| node(n, days[usize::try_from(n).unwrap()], n == keys)).collect::<Vec<_>>().into();
        let task = w.office_staff().post("/tasks").json(&new).await.expect(201);
        let task = w.step_of_task(&w.office_head(), &task, json!({ "action": "issue" })).await;
        let sign = json!({ "action": "sign", "liaison": "李工" });
        let task = w.step_of_task(&w.reviewer("市科委"), &task, sign).await;
        // Its window is open all the time: milestones may be handed in on any day.
        let cycle = w.first_quarter().await;
        w.sql("update cycle set opens_on = '2026-03-01', due_on = '2026-12-31'").await;
        let day = "2026-03-02".parse().unwrap();
        Walk { w, dice, day, task, cycle, done: BTreeMap::new(), healed: 0 }
    }

    async fn now(&self) -> Value {
        self.w.office_staff().get(&path("tasks", &self.task)).await.expect(200)
    }

    async fn report(&self) -> Option<Value> {
        let list = self.w.office_staff().get("/reports").await.expect(200);
        let newest = list["items"].as_array().unwrap().first().cloned()?;
        Some(self.w.office_staff().get(&path("reports", &newest)).await.expect(200))
    }

    /// Takes a step if the page offers it; whether it was taken.
    async fn offered(&self, who: &Caller, area: &str, view: &Value, step: Value) -> bool {
        let view = who.get(&path(area, view)).await;
        if view.status != 200 {
            return false;
        }
        let view = view.expect(200);
        let action = &step["action"];
        let open =
            view["actions"].as_array().unwrap().iter().any(|each| each["action"] == *action && each["allowed"] == true);
        if open {
            who.post(&format!("{}/transitions", path(area, &view))).json(&step).seen(&view).await.expect(200);
        }
        open
    }

    async fn wait(&mut self) -> Deed {
        self.day = self.day + chrono::Days::new(1 + self.dice.roll(9));
        self.w.travel_to(&self.day.to_string()).await;
        Deed::Wait
    }

    /// The unit begins a report, or claims one milestone more and hands it in; after an approval it goes on by a
    /// correction that the office agrees to.
    async fn write(&mut self) -> Option<Deed> {
        let reporter = self.w.reporter("市科委");
        let report = match self.report().await {
            None => {
                let new = json!({ "task_id": self.task["id"], "cycle_id": self.cycle["id"] });
                reporter.post("/reports").json(&new).await.expect(201)
            }
            Some(report) if report["state"] == "APPROVED" => {
                let ask = json!({ "action": "request_correction", "comment": "补充里程碑" });
                let asked = self.offered(&self.w.unit_leader("市科委"), "reports", &report, ask).await;
                self.offered(&self.w.office_staff(), "reports", &report, json!({ "action": "agree_correction" })).await;
                return asked.then_some(Deed::Unit);
            }
            Some(report) => reporter.get(&path("reports", &report)).await.expect(200),
        };
        if report["editable"] != true {
            return None;
        }
        let claims = report["claims"].as_array().unwrap();
        let open =
            |claim: &&Value| ["NOT_SUBMITTED", "RETURNED"].contains(&claim["milestone"]["state"].as_str().unwrap());
        let open: Vec<&Value> = claims.iter().filter(open).collect();
        let sides = u64::try_from(open.len()).unwrap().max(1);
        // Mostly what has been due the longest.
        let place = self.dice.roll(3) / 2 * self.dice.roll(sides);
        let chosen = open.get(usize::try_from(place).unwrap())?;
        let id = chosen["milestone"]["id"].as_str().unwrap();
        let report = self.claim(&reporter, &report, id).await;
        self.offered(&reporter, "reports", &report, json!({ "action": "submit" })).await.then_some(Deed::Unit)
    }

    /// Claims a milestone with a proof that says all it must.
    async fn claim(&self, reporter: &Caller, report: &Value, id: &str) -> Value {
        let change = json!({ "progress": "有进展", "claims": [{ "milestone_id": id, "note": "完成" }] });
        let report = reporter.patch(&path("reports", report)).json(&change).seen(report).await.expect(200);
        let bytes = [PDF, format!("% {} {}", self.dice.0, self.day).as_bytes()].concat();
        let facts = [
            ("milestone_id", id),
            ("kind", "C"),
            ("issuing_body", "评审组"),
            ("document_no", "1号"),
            ("document_date", "2026-03-01"),
            ("page", "第 1 页"),
            ("proves", "结论"),
        ];
        let proof = facts
            .into_iter()
            .fold(Proof::new("验收意见.pdf", &bytes), |proof, (name, text)| proof.text(name, text));
        reporter.post(&format!("{}/evidence", path("reports", &report))).form(proof.into_form()).await.expect(201);
        report
    }

    async fn move_report(&mut self) -> Option<Deed> {
        let report = self.report().await?;
        let returned = json!({ "action": "return", "comment": "请补充", "reason_codes": ["OTHER"] });
        match self.dice.roll(6) {
            0 => {
                let back = json!({ "action": "withdraw" });
                self.offered(&self.w.reporter("市科委"), "reports", &report, back).await.then_some(Deed::Unit)
            }
            1 => {
                let pass = json!({ "action": "pass" });
                self.offered(&self.w.reviewer("市科委"), "reports", &report, pass).await.then_some(Deed::Unit)
            }
            2 => {
                let pass = json!({ "action": "pass" });
                self.offered(&self.w.reviewer("市科委"), "reports", &report, pass).await;
                self.offered(&self.w.office_staff(), "reports", &report, returned).await.then_some(Deed::Refused)
            }
            verdict => {
                let pass = json!({ "action": "pass" });
                self.offered(&self.w.reviewer("市科委"), "reports", &report, pass).await;
                let accepts = verdict > 3;
                let report = self.report().await?;
                let step = approval(&report, if accepts { "ACCEPTED" } else { "REJECTED" });
                let deed = if accepts { Deed::Accepted } else { Deed::Rejected };
                self.offered(&self.w.office_staff(), "reports", &report, step).await.then_some(deed)
            }
        }
    }

    /// Asks for more time for a milestone; once in two it is granted, through the leader where it must be.
    async fn extend(&mut self) -> Option<Deed> {
        let milestones = self.now().await["milestones"].as_array().unwrap().clone();
        let chosen = &milestones[usize::try_from(self.dice.roll(4)).unwrap()];
        let due: chrono::NaiveDate = chosen["due_on"].as_str().unwrap().parse().unwrap();
        let later = due + chrono::Days::new(5 + self.dice.roll(20));
        let ask = json!({ "milestone_id": chosen["id"], "asked_on": later, "cause": "设备推迟", "progress": "厂房完成",
            "submit": true });
        let place = format!("{}/extensions", path("tasks", &self.task));
        let asked = self.w.reporter("市科委").post(&place).json(&ask).await;
        if asked.status != 201 {
            assert!([409, 422].contains(&asked.status), "{}", asked.text());
            return None;
        }
        assert!(self.day <= due, "asked for on {} after {due}", self.day);
        let request = asked.expect(201);
        let word = |action: &str| json!({ "action": action, "comment": "已核对" });
        self.offered(&self.w.unit_leader("市科委"), "extensions", &request, word("pass")).await;
        if self.dice.roll(2) == 0 {
            let refused = self.offered(&self.w.office_staff(), "extensions", &request, word("refuse")).await;
            return Some(if refused { Deed::Refused } else { Deed::Unit });
        }
        if !self.offered(&self.w.office_staff(), "extensions", &request, word("approve")).await {
            self.offered(&self.w.office_staff(), "extensions", &request, word("escalate")).await;
            self.offered(&self.w.leader(), "extensions", &request, word("approve")).await;
        }
        Some(Deed::Granted)
    }

    async fn step(&mut self) {
        let before = self.now().await;
        let rests = rests_with_the_office(&before);
        let deed = match self.dice.roll(10) {
            0..=2 => Some(self.wait().await),
            3..=5 => self.write().await,
            6..=8 => self.move_report().await,
            _ => self.extend().await,
        };
        let Some(deed) = deed else { return };
        *self.done.entry(deed).or_default() += 1;
        let after = self.now().await;
        let (was, is) = (grade(&before), grade(&after));
        let told = format!("{deed:?} on {}: {} -> {}", self.day, before["light"], after["light"]);
        match deed {
            Deed::Unit | Deed::Refused => assert!(is >= was, "nothing was accepted: {told}"),
            Deed::Wait => {
                assert!(is >= was, "time heals nothing: {told}");
                let due = |milestone: &Value| milestone["due_on"].as_str().unwrap() < self.day.to_string().as_str();
                let silent = after["milestones"].as_array().unwrap().iter().any(|m| due(m) && !with_the_office(m));
                assert!(!rests || silent || is == was, "the office was slow and the unit pays: {told}");
            }
            Deed::Rejected => assert!(is >= was, "rejected: {told}"),
            Deed::Accepted | Deed::Granted => self.healed += u32::from(is < was),
        }
    }
}

fn grade(task: &Value) -> usize {
    let light = task["light"]["code"].as_str().or(task["light"].as_str()).unwrap();
    LIGHTS.iter().position(|each| *each == light).unwrap_or_else(|| panic!("{light}"))
}

fn with_the_office(milestone: &Value) -> bool {
    let state = milestone["state"].as_str().unwrap();
    state == "ACCEPTED" || state == "SUBMITTED" && milestone["returns"].as_i64().unwrap() < 2
}

/// Whether everything that is due by now was handed in and waits, or was accepted.
fn rests_with_the_office(task: &Value) -> bool {
    task["milestones"].as_array().unwrap().iter().any(|m| m["state"] == "SUBMITTED")
}

#[tokio::test]
async fn no_way_through_the_interface_games_a_light() {
    let mut done = BTreeMap::new();
    let mut healed = 0;
    for seed in [2, 7, 28, 50, 186] {
        let mut walk = Walk::begin(seed).await;
        for _ in 0..45 {
            walk.step().await;
        }
        healed += walk.healed;
        for (deed, times) in walk.done {
            *done.entry(deed).or_insert(0) += times;
        }
    }
    for deed in [Deed::Wait, Deed::Unit, Deed::Refused, Deed::Accepted, Deed::Rejected, Deed::Granted] {
        assert!(done.get(&deed).is_some_and(|times| *times > 2), "too tame: {done:?}");
    }
    assert!(healed > 2, "nothing ever got better: {done:?}");
}
