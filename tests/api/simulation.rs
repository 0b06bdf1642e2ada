//! Two years in the life of the house: 150 tasks, 60 organisations, a clock that is set, and one seed.
//!
//! Ten units work through the commands behind the interface, each in its own manner, and the others in the same manners
//! told to the database at once, a day's work in one statement; the worker's rounds run every morning, mail included. A
//! second, naive reading of domain.md 2.5 and 2.6 keeps its own books and says which light every task must show and which
//! reminders must have been written. It shares no code with the house.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
    time::Duration,
};

use chrono::{Days, NaiveDate};
use luoshi_server::{
    app::{
        app::{App, Ctx, Settings},
        error::Error,
        mail::{self, MailSettings, TlsMode},
        people::session,
        reports::{
            claims::NewClaim,
            commands::{self as reports, NewReport, ReportChange},
            rhythm::{self, Rhythm},
            steps::{self, ReportTransition, VerdictNote},
        },
        supervision::steps::{self as notices, NoticeTransition},
        tasks::extensions::{
            commands::{self as extensions, NewExtension},
            steps::{self as requests, ExtensionTransition},
        },
        upkeep,
    },
    domain::{
        extensions::ExtensionAction,
        reports::{ReportAction, ReturnReason, Verdict},
        supervision::NoticeAction,
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{World, morning};

const UNITS: usize = 60;
/// The first so many units work through the commands.
const TOLD: usize = 10;
const TASKS: usize = 150;
const DAYS: u64 = 730;
/// Every so many days all lights are compared, and on every first of a month besides.
const LOOK: u64 = 3;
const SEED: u64 = 20_260_302;

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// How a unit works, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Reports in the first days of the window, with all that is due.
    Diligent,
    /// Reports some days after the due day.
    Late,
    /// Never reports, never answers.
    Silent,
    /// Reports now and then.
    Erratic,
    /// Asks for more time before it is late, and reports in time.
    Asking,
}

fn manner(unit: usize) -> Manner {
    [Manner::Diligent, Manner::Late, Manner::Silent, Manner::Erratic, Manner::Asking][unit % 5]
}

/// A report on its way, with the days on which its people mean to move it.
struct Sheet {
    task: usize,
    cycle: Uuid,
    report: Option<Uuid>,
    write_on: NaiveDate,
    decide_on: Option<NaiveDate>,
    returns: u32,
    claims: Vec<Uuid>,
}

struct Sim {
    w: World,
    /// The same house with a mail server that is away: digests are written and wait.
    mailing: Arc<App>,
    people: BTreeMap<String, Ctx>,
    dice: Dice,
    today: NaiveDate,
    tasks: Vec<Uuid>,
    sheets: Vec<Sheet>,
    known_cycles: BTreeSet<Uuid>,
    answers: Vec<(NaiveDate, Uuid, usize)>,
    requests: Vec<(NaiveDate, Uuid)>,
    /// Reminders that must have been written: milestone, its due day, rung.
    reminded: BTreeSet<(String, String, u32)>,
    /// What people did, counted.
    done: BTreeMap<&'static str, u32>,
    /// Red tasks that turned green, by what did it.
    healed: BTreeMap<&'static str, u32>,
}

impl Sim {
    async fn new() -> Sim {
        let w = World::new().await;
        let mut dice = Dice(SEED);
        w.sql(&units()).await;
        w.sql(&tasks(&mut dice)).await;
        let mut people = BTreeMap::new();
        let logins = (0..TOLD).flat_map(|u| ["reporter", "reviewer", "leader"].map(|role| format!("u{u:02}.{role}")));
        for login in logins.chain(["office.staff", "office.head", "city.leader"].map(str::to_owned)) {
            people.insert(login.clone(), session::as_account(&w.app, &login).await.unwrap());
        }
        let tasks = w.rows("select id::text as it from task order by code").await;
        let tasks = tasks.iter().map(|row| row["it"].as_str().unwrap().parse().unwrap()).collect();
        let mailing = mailing(&w);
        w.sql(ADDRESSES).await;
        let sim = Sim {
            w,
            mailing,
            people,
            dice,
            today: "2026-03-02".parse().unwrap(),
            tasks,
            sheets: vec![],
            known_cycles: BTreeSet::new(),
            answers: vec![],
            requests: vec![],
            reminded: BTreeSet::new(),
            done: BTreeMap::new(),
            healed: BTreeMap::new(),
        };
        let plan = sim.w.plan().await.parse().unwrap();
        let quarters = Rhythm { opens_quarters: true, opens_months: false, opens_years: false };
        rhythm::update(&sim.person("office.staff"), plan, quarters).await.unwrap();
        sim
    }

    fn person(&self, login: &str) -> Ctx {
        Ctx { now: self.w.app.clock.now(), ..self.people[login].clone() }
    }

    fn unit(task: usize) -> usize {
        task % UNITS
    }

    fn of_unit(&self, task: usize, role: &str) -> Ctx {
        self.person(&format!("u{:02}.{role}", Sim::unit(task)))
    }

    async fn light(&self, task: usize) -> String {
        self.w.one(&format!("select light as it from task where id = '{}'", self.tasks[task])).await
    }

    /// Notes what was done, and what it did to the light of its task.
    async fn acted(&mut self, what: &'static str, task: usize, before: &str) {
        *self.done.entry(what).or_default() += 1;
        let after = self.light(task).await;
        let grave = |light: &str| ["OVERDUE", "AT_RISK", "ON_TRACK"].iter().position(|each| *each == light).unwrap();
        match what {
            "submit" | "pass" | "decline" => assert_eq!(after, before, "{what} turned a light"),
            "return" | "ask" => assert!(grave(&after) <= grave(before), "{what} healed {before} to {after}"),
            _ => {}
        }
        if before == "OVERDUE" && after == "ON_TRACK" {
            *self.healed.entry(what).or_default() += 1;
        }
    }

    async fn day(&mut self, looks: bool) {
        self.w.app.clock.set(morning(&self.today.to_string()));
        upkeep::round(&self.w.app).await.unwrap();
        if looks {
            self.compare_lights().await;
            self.compare_rules().await;
        }
        self.remember_reminders().await;
        mail::round(&self.mailing).await.unwrap();
        self.open_sheets().await;
        self.ask_for_time().await;
        self.write_and_decide().await;
        self.supervise().await;
    }

    /// The reminders that the rungs of domain.md 2.6 ask for this morning: 15, 7 and 1 days before, the nearest one.
    async fn remember_reminders(&mut self) {
        let due = self
            .w
            .rows(&format!(
                "select m.id::text as id, m.due_on::text as due, m.due_on - date '{}' as days_left
                 from milestone m join task t on t.id = m.task_id
                 where t.state = 'IN_PROGRESS' and m.state in ('NOT_SUBMITTED', 'RETURNED')
                    and m.due_on - date '{}' between 0 and 15",
                self.today, self.today
            ))
            .await;
        for row in due {
            let rung = match row["days_left"].as_i64().unwrap() {
                0..=1 => 1,
                2..=7 => 7,
                _ => 15,
            };
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            self.reminded.insert((text("id"), text("due"), rung));
        }
    }

    /// A cycle that opened this morning puts a sheet on each desk; its manner says when it is written.
    async fn open_sheets(&mut self) {
        let cycles =
            self.w.rows("select id::text as id, opens_on::text as opens, due_on::text as due from cycle").await;
        for row in cycles {
            let cycle: Uuid = row["id"].as_str().unwrap().parse().unwrap();
            let day = |name: &str| -> NaiveDate { row[name].as_str().unwrap().parse().unwrap() };
            if day("opens") > self.today || !self.known_cycles.insert(cycle) {
                continue;
            }
            for task in 0..TASKS {
                let write_on = match manner(Sim::unit(task)) {
                    Manner::Silent => continue,
                    Manner::Erratic if self.dice.roll(10) < 4 => continue,
                    Manner::Late => day("due") + Days::new(3 + self.dice.roll(12)),
                    _ => self.today + Days::new(1 + self.dice.roll(8)),
                };
                let sheet = Sheet { task, cycle, report: None, write_on, decide_on: None, returns: 0, claims: vec![] };
                self.sheets.push(sheet);
            }
        }
    }

    async fn write_and_decide(&mut self) {
        let mut sheets = std::mem::take(&mut self.sheets);
        self.tell_the_others(&mut sheets).await;
        for sheet in sheets.iter_mut().filter(|sheet| Sim::unit(sheet.task) < TOLD) {
            if sheet.decide_on == Some(self.today) {
                self.decide(sheet).await;
            } else if sheet.decide_on.is_none() && sheet.write_on <= self.today {
                self.write(sheet).await;
            }
        }
        sheets.retain(|sheet| sheet.write_on < NaiveDate::MAX);
        self.sheets = sheets;
    }

    /// A day's reports and decisions of the units that do not work through the commands.
    async fn tell_the_others(&mut self, sheets: &mut [Sheet]) {
        let today = self.today;
        let (mut written, mut accepted, mut rejected) = (vec![], vec![], vec![]);
        for sheet in sheets.iter_mut().filter(|sheet| Sim::unit(sheet.task) >= TOLD) {
            let place = format!("('{}'::uuid, '{}'::uuid)", self.tasks[sheet.task], sheet.cycle);
            if sheet.decide_on == Some(today) {
                let kind = if self.dice.roll(5) > 0 { &mut accepted } else { &mut rejected };
                kind.push(place);
                sheet.write_on = NaiveDate::MAX;
            } else if sheet.decide_on.is_none() && sheet.write_on <= today {
                written.push(place);
                sheet.decide_on = Some(today + Days::new(1 + self.dice.roll(42)));
            }
        }
        for (sql, places) in [(WRITTEN, written), (ACCEPTED, accepted), (REJECTED, rejected)] {
            if !places.is_empty() {
                let now = morning(&today.to_string()).to_rfc3339();
                let sql = sql.replace("$places", &places.join(", ")).replace("$today", &format!("date '{today}'"));
                self.w.sql(&sql.replace("$now", &format!("timestamptz '{now}'"))).await;
            }
        }
    }

    /// The unit writes, claims what is due by the end of next month, submits, and its reviewer passes it on.
    async fn write(&mut self, sheet: &mut Sheet) {
        let (task, reporter) = (sheet.task, self.of_unit(sheet.task, "reporter"));
        let before = self.light(task).await;
        let new = NewReport { task_id: self.tasks[task], cycle_id: sheet.cycle };
        let id = if let Some(id) = sheet.report {
            id
        } else {
            reports::create(&reporter, new).await.unwrap().fresh().unwrap().head.id
        };
        sheet.report = Some(id);
        if sheet.returns == 0 {
            sheet.claims = self.claim(&reporter, task, id).await;
        }
        self.step(&reporter, id, ReportAction::Submit, vec![]).await;
        self.acted("submit", task, &before).await;
        self.step(&self.of_unit(task, "reviewer"), id, ReportAction::Pass, vec![]).await;
        self.acted("pass", task, &before).await;
        // A slow office: from the same day to six weeks.
        sheet.decide_on = Some(self.today + Days::new(1 + self.dice.roll(42)));
    }

    /// Fills in a report: words, and a proof for every milestone due within forty days.
    async fn claim(&self, reporter: &Ctx, task: usize, id: Uuid) -> Vec<Uuid> {
        let open = self
            .w
            .rows(&format!(
                "select id::text as it from milestone
                 where task_id = '{}' and state in ('NOT_SUBMITTED', 'RETURNED') and due_on <= date '{}' + 40
                 order by due_on",
                self.tasks[task], self.today
            ))
            .await;
        let claims: Vec<Uuid> = open.iter().map(|row| row["it"].as_str().unwrap().parse().unwrap()).collect();
        let claimed = claims.iter().map(|id| NewClaim { milestone_id: *id, note: None }).collect();
        let words = Some(format!("截至 {} 的进展", self.today));
        reports::update(reporter, id, ReportChange { progress: words, claims: Some(claimed), ..Default::default() })
            .await
            .unwrap();
        for milestone in &claims {
            self.w.sql(&proof(self.tasks[task], id, *milestone, reporter.actor.account)).await;
        }
        claims
    }

    /// The office returns one in six once, and accepts four claims of five.
    async fn decide(&mut self, sheet: &mut Sheet) {
        let (id, before) = (sheet.report.unwrap(), self.light(sheet.task).await);
        let staff = self.person("office.staff");
        if sheet.returns == 0 && self.dice.roll(6) == 0 {
            self.step(&staff, id, ReportAction::Return, vec![]).await;
            sheet.returns = 1;
            (sheet.decide_on, sheet.write_on) = (None, self.today + Days::new(2 + self.dice.roll(6)));
            self.acted("return", sheet.task, &before).await;
            return;
        }
        let verdicts: Vec<VerdictNote> = sheet
            .claims
            .iter()
            .map(|claim| {
                let accepted = self.dice.roll(5) > 0;
                let verdict = if accepted { Verdict::Accepted } else { Verdict::Rejected };
                VerdictNote { milestone_id: *claim, verdict, reason: Some("已核对".into()) }
            })
            .collect();
        self.step(&staff, id, ReportAction::Approve, verdicts).await;
        sheet.write_on = NaiveDate::MAX;
        self.acted("approve", sheet.task, &before).await;
    }

    async fn step(&self, who: &Ctx, report: Uuid, action: ReportAction, verdicts: Vec<VerdictNote>) {
        let returns = action == ReportAction::Return;
        let step = ReportTransition {
            action,
            comment: returns.then(|| "请补充".to_owned()),
            reason_codes: if returns { vec![ReturnReason::Other] } else { vec![] },
            verdicts,
        };
        steps::transition(who, report, step).await.unwrap_or_else(|error| panic!("{action:?}: {error}"));
    }

    /// Units that ask for time do so once for each milestone, three weeks ahead; a leader decides on what is theirs.
    async fn ask_for_time(&mut self) {
        let today = self.today;
        let due: Vec<_> = self.requests.extract_if(.., |(on, _)| *on <= today).collect();
        for (_, request) in due {
            self.decide_request(request).await;
        }
        let soon = self
            .w
            .rows(&format!(
                "select m.id::text as id, m.due_on::text as due, t.code
                 from milestone m join task t on t.id = m.task_id
                 where m.state = 'NOT_SUBMITTED' and m.due_on = date '{}' + 21 and m.due_on = m.baseline_due_on",
                self.today
            ))
            .await;
        for row in soon {
            let task = row["code"].as_str().unwrap()[3..].parse::<usize>().unwrap();
            if manner(Sim::unit(task)) == Manner::Asking && Sim::unit(task) < TOLD {
                self.ask(task, &row).await;
            }
        }
    }

    async fn ask(&mut self, task: usize, row: &Value) {
        let before = self.light(task).await;
        let due: NaiveDate = row["due"].as_str().unwrap().parse().unwrap();
        let new = NewExtension {
            milestone_id: Some(row["id"].as_str().unwrap().parse().unwrap()),
            asked_on: due + Days::new(10 + self.dice.roll(20)),
            cause: "设备到货推迟".into(),
            progress: "正在安装".into(),
            submit: true,
        };
        match extensions::create(&self.of_unit(task, "reporter"), self.tasks[task], new).await {
            Ok(asked) => {
                let id = asked.fresh().unwrap().id;
                let pass = ExtensionTransition { action: ExtensionAction::Pass, ..no_words() };
                requests::transition(&self.of_unit(task, "leader"), id, pass).await.unwrap();
                self.requests.push((self.today + Days::new(1), id));
                self.acted("ask", task, &before).await;
            }
            Err(Error::Rule(_) | Error::Invalid(_)) => *self.done.entry("not asked").or_default() += 1,
            Err(error) => panic!("{error}"),
        }
    }

    async fn decide_request(&mut self, request: Uuid) {
        let sql =
            format!("select t.code as it from extension x join task t on t.id = x.task_id where x.id = '{request}'");
        let task: usize = self.w.one(&sql).await[3..].parse().unwrap();
        let before = self.light(task).await;
        let grant = || ExtensionTransition { action: ExtensionAction::Approve, ..no_words() };
        let by_office = requests::transition(&self.person("office.staff"), request, grant()).await;
        if by_office.is_err() {
            let up = ExtensionTransition { action: ExtensionAction::Escalate, ..no_words() };
            requests::transition(&self.person("office.staff"), request, up).await.unwrap();
            requests::transition(&self.person("city.leader"), request, grant()).await.unwrap();
        }
        self.acted("extend", task, &before).await;
    }

    /// On Mondays the office sends what the system drafted; units answer in some days, the silent ones never.
    async fn supervise(&mut self) {
        let today = self.today;
        let due: Vec<_> = self.answers.extract_if(.., |(on, ..)| *on == today).collect();
        for (_, notice, task) in due {
            self.answer(notice, task).await;
        }
        if chrono::Datelike::weekday(&self.today) != chrono::Weekday::Mon {
            return;
        }
        let drafts = "select n.id::text as id, t.code from notice n join task t on t.id = n.task_id
             where n.state = 'DRAFT' and n.level = 'URGE' order by t.code";
        for row in self.w.rows(drafts).await {
            let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
            let task: usize = row["code"].as_str().unwrap()[3..].parse().unwrap();
            // The notices of the others stay drafts: one for each late light, which is what is asked of the system.
            if Sim::unit(task) >= TOLD {
                continue;
            }
            let send = NoticeTransition { action: NoticeAction::Send, ..plain() };
            match notices::transition(&self.person("office.staff"), id, send).await {
                Ok(_) => *self.done.entry("send").or_default() += 1,
                // So many a month and unit, and no more.
                Err(Error::Rule(_)) => *self.done.entry("not sent").or_default() += 1,
                Err(error) => panic!("{error}"),
            }
            if manner(Sim::unit(task)) != Manner::Silent && Sim::unit(task) < TOLD {
                self.answers.push((self.today + Days::new(1 + self.dice.roll(4)), id, task));
            }
        }
    }

    async fn answer(&mut self, notice: Uuid, task: usize) {
        let sent = self.w.one(&format!("select state as it from notice where id = '{notice}'")).await;
        if sent != "ISSUED" {
            return;
        }
        let words = |text: &str| Some(text.to_owned());
        let answer = NoticeTransition {
            action: NoticeAction::Answer,
            cause: words("人员调整"),
            measure: words("已加派人员"),
            expected_on: Some(self.today + Days::new(30)),
            ..plain()
        };
        notices::transition(&self.of_unit(task, "reporter"), notice, answer).await.unwrap();
        let open = self
            .w
            .number(&format!(
                "select count(*) as it from notification
                 where subject_id = '{notice}' and kind = 'NOTICE_ISSUED' and settled_at is null"
            ))
            .await;
        assert_eq!(open, 0, "a message after a reply");
        let settle = NoticeTransition { action: NoticeAction::Settle, ..plain() };
        notices::transition(&self.person("office.staff"), notice, settle).await.unwrap();
        *self.done.entry("answer").or_default() += 1;
    }

    /// Every stored light is the one that the naive reading finds.
    async fn compare_lights(&self) {
        let facts = self.w.rows(&BOOKS.replace("$today", &format!("date '{}'", self.today))).await;
        assert_eq!(facts.len(), TASKS);
        for row in facts {
            assert_eq!(row["light"], naive(&row), "on {}: {row}", self.today);
        }
    }

    /// What must hold on every day, asked of the ledger in one go.
    async fn compare_rules(&self) {
        let broken = self.w.rows(&RULES.replace("$today", &format!("date '{}'", self.today))).await;
        assert_eq!(broken, Vec::<Value>::new(), "on {}", self.today);
    }
}

fn plain() -> NoticeTransition {
    serde_json::from_value(json!({ "action": "send" })).unwrap()
}

fn no_words() -> ExtensionTransition {
    serde_json::from_value(json!({ "action": "pass" })).unwrap()
}

/// Sixty units with three people each.
fn units() -> String {
    let roles = [("reporter", "UNIT_REPORTER"), ("reviewer", "UNIT_REVIEWER"), ("leader", "UNIT_LEADER")];
    let people = roles.map(|(login, role)| {
        format!(
            "insert into account (id, login, name, organisation_id, roles, password_hash, created_at, updated_at)
             select gen_random_uuid(), o.code || '.{login}', o.code || '.{login}', o.id, '{{{role}}}', 'x', now(), now()
             from organisation o where o.code like 'u__';"
        )
    });
    let last = UNITS - 1;
    format!(
        "insert into organisation (id, code, name, short_name, kind, sort_order, created_at, updated_at)
         select gen_random_uuid(), 'u' || to_char(n, 'FM00'), '第' || n || '单位', '单位' || n, 'MUNICIPAL', 100 + n, now(), now()
         from generate_series(0, {last}) n;
         {}",
        people.concat()
    )
}

/// 150 running tasks with four milestones each, some of them key, around the ends of the quarters.
fn tasks(dice: &mut Dice) -> String {
    let mut sql = String::new();
    for task in 0..TASKS {
        let unit = format!("u{:02}", task % UNITS);
        let first = dice.roll(4);
        let due: Vec<NaiveDate> = (0..4_u64)
            .map(|n| {
                let quarter = first + 1 + n;
                let month = u32::try_from(quarter % 4 * 3 + 1).unwrap();
                let end = NaiveDate::from_ymd_opt(2026 + i32::try_from(quarter / 4).unwrap(), month, 1).unwrap();
                end - Days::new(5) + Days::new(dice.roll(40))
            })
            .collect();
        let last = due[3] + Days::new(60);
        write!(
            sql,
            "insert into task (id, plan_id, measure_id, code, title, deliverable, acceptance_standard, nature, lead_org_id,
                start_on, baseline_due_on, due_on, state, signed_on, light, light_since, light_on, light_rule_version,
                created_at, updated_at)
             select gen_random_uuid(), m.plan_id, m.id, '99-{task:03}', '任务 {task}', '成果', '验收意见', 'CONTINUING', o.id,
                '2026-03-01', '{last}', '{last}', 'IN_PROGRESS', '2026-03-01', 'ON_TRACK', '2026-03-01', '2000-01-01', 1,
                now(), now()
             from measure m, organisation o where m.number = 1 + {task} % 50 and o.code = '{unit}';"
        )
        .unwrap();
        for (n, due) in due.iter().enumerate() {
            let key = dice.roll(4) == 0;
            write!(
                sql,
                "insert into milestone (id, task_id, ord, title, due_on, baseline_due_on, weight, is_key, state)
                 select gen_random_uuid(), t.id, {}, '节点', '{due}', '{due}', 25, {key}, 'NOT_SUBMITTED'
                 from task t where t.code = '99-{task:03}';",
                n + 1
            )
            .unwrap();
        }
    }
    sql
}

/// A complete piece of evidence, told to the database directly.
fn proof(task: Uuid, report: Uuid, milestone: Uuid, who: Uuid) -> String {
    format!(
        "insert into evidence (id, task_id, report_id, milestone_id, file_name, title, kind, issuing_body, document_no,
            document_date, page, proves, media_type, size, sha256, state, uploaded_by, uploaded_at)
         values (gen_random_uuid(), '{task}', '{report}', '{milestone}', 'a.pdf', '验收意见', 'C', '评审组', '1号', '2026-03-01',
            '第 1 页', '结论', 'application/pdf', 1, repeat('0', 64), 'UPLOADED', '{who}', now())"
    )
}

/// The books of the naive reading: one row a task with what domain.md 2.5 asks, counted in SQL on its own.
const BOOKS: &str = "
select t.code, t.light,
    greatest($today - t.due_on, 0) as past_due,
    coalesce((select max(late) from (
        select case
            when m.state = 'ACCEPTED' then 0
            when m.state = 'SUBMITTED' and m.returns < 2 then greatest(m.submitted_on - m.due_on, 0)
            else greatest($today - m.due_on, 0) end as late
        from milestone m where m.task_id = t.id) x), 0) as late,
    exists (
        select 1 from milestone m
        where m.task_id = t.id and m.is_key and m.state <> 'ACCEPTED'
            and case when m.state = 'SUBMITTED' and m.returns < 2 then m.submitted_on else $today end > m.due_on) as key_late,
    exists (
        select 1 from extension x
        where x.task_id = t.id and x.state in ('UNIT_LEADER', 'OFFICE_REVIEW', 'LEADER_APPROVAL')) as asks,
    (select coalesce(string_agg(letter, '' order by due_on desc), '') from (
        select c.due_on, case
            when exists (select 1 from report r where r.task_id = t.id and r.cycle_id = c.id and r.state = 'APPROVED') then 'a'
            when exists (
                select 1 from report r join step s on s.subject_id = r.id
                where r.task_id = t.id and r.cycle_id = c.id and s.action = 'pass'
                    and (s.at + interval '8 hours')::date <= c.due_on
                    and not exists (
                        select 1 from step z
                        where z.subject_id = r.id and z.at > s.at and z.action = 'return'
                            and (z.at + interval '8 hours')::date <= c.due_on)) then ''
            when c.due_on < $today then 'm' else '' end as letter
        from demand d join cycle c on c.id = d.cycle_id
        where d.task_id = t.id) y) as letters
from task t
order by t.code";

fn naive(row: &Value) -> &'static str {
    let number = |name: &str| row[name].as_i64().unwrap();
    let letters = row["letters"].as_str().unwrap();
    let missed = letters.chars().take_while(|letter| *letter == 'm').count();
    if number("past_due") > 0 || row["key_late"] == true || number("late") > 10 || missed >= 2 {
        "OVERDUE"
    } else if number("late") > 0 || missed == 1 || row["asks"] == true {
        "AT_RISK"
    } else {
        "ON_TRACK"
    }
}

/// Rows here are broken promises of domain.md 2.6: each says which.
const RULES: &str = "
select 'two open notices' as broken, n.task_id::text as what
from notice n
where n.state in ('DRAFT', 'PENDING_SIGNATURE', 'ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED')
group by n.task_id having count(*) > 1
union all
select 'late without a draft', t.code
from task t
where t.light_on = $today and t.light in ('AT_RISK', 'OVERDUE')
    and (t.days_late > 0 or t.light_reasons::text like '%_MISSED%')
    and not exists (select 1 from notice n where n.task_id = t.id and (n.light_since = t.light_since
        or n.state in ('DRAFT', 'PENDING_SIGNATURE', 'ISSUED', 'RECEIVED', 'ANSWERED', 'RETURNED')))
union all
select 'a reminder of what was handed in', m.id::text
from notification n join milestone m on m.id = n.subject_id
where n.kind = 'MILESTONE_DUE' and n.settled_at is null and m.state in ('SUBMITTED', 'ACCEPTED')
union all
select 'told to write what lies with the office', n.id::text
from notification n join cycle c on c.id = n.subject_id
where n.kind in ('CYCLE_OPENED', 'REPORTS_DUE') and n.settled_at is null and not exists (
    select 1 from task t
    where t.lead_org_id = n.lead_org_id and not exists (
        select 1 from report r
        where r.task_id = t.id and r.cycle_id = c.id and r.state not in ('DRAFT', 'RETURNED', 'NOT_STARTED')))
union all
select 'told the same twice', n.cause
from notification n
group by n.account_id, n.cause having count(*) > 1
union all
select 'more notices than a month may bring', n.addressee_id::text
from notice n
where n.issued_on is not null and n.level in ('URGE', 'SUPERVISION')
group by n.addressee_id, date_trunc('month', n.issued_on) having count(*) > 8";

/// Addresses of the units that work through the commands, confirmed.
const ADDRESSES: &str = "
insert into mail_setting (account_id, address, confirmed_at, updated_at)
select a.id, a.login || '@example.org', '2026-03-01', '2026-03-01'
from account a
where a.login ~ '^u0[0-9][.]' or a.login in ('office.staff', 'office.head', 'city.leader')";

/// Reports handed in, passed on by the unit, each claiming what is due within forty days.
const WRITTEN: &str = "
with place as (select * from (values $places) as p (task_id, cycle_id)),
report_of as (
    insert into report (id, task_id, cycle_id, state, progress, created_by, submitted_by, submitted_at, created_at, updated_at)
    select gen_random_uuid(), p.task_id, p.cycle_id, 'OFFICE_REVIEW', '有进展', a.id, a.id, $now, $now, $now
    from place p
    join task t on t.id = p.task_id
    join organisation o on o.id = t.lead_org_id
    join account a on a.login = o.code || '.reporter'
    returning id, task_id, created_by
),
passed as (
    insert into step (id, subject_type, subject_id, at, actor_id, actor_name, actor_organisation, action, from_state, to_state)
    select gen_random_uuid(), 'report', r.id, $now, r.created_by, '单位', '单位', 'pass', 'UNIT_REVIEW', 'OFFICE_REVIEW'
    from report_of r
),
claimed as (
    update milestone m
    set state = 'SUBMITTED', submitted_on = $today
    from report_of r
    where m.task_id = r.task_id and m.state in ('NOT_SUBMITTED', 'RETURNED') and m.due_on <= $today + 40
    returning m.id, r.id as report_id
)
insert into report_milestone (report_id, milestone_id) select report_id, id from claimed";

const ACCEPTED: &str = "
with place as (select * from (values $places) as p (task_id, cycle_id)),
approved as (
    update report r
    set state = 'APPROVED', approved_at = $now, updated_at = $now
    from place p
    where r.task_id = p.task_id and r.cycle_id = p.cycle_id
    returning r.id, r.created_by
),
step_of as (
    insert into step (id, subject_type, subject_id, at, actor_id, actor_name, actor_organisation, action, from_state, to_state)
    select gen_random_uuid(), 'report', r.id, $now, r.created_by, '统筹', '统筹', 'approve', 'OFFICE_REVIEW', 'APPROVED'
    from approved r
)
update milestone m
set state = 'ACCEPTED', completed_on = m.submitted_on, submitted_on = null
from approved r
join report_milestone rm on rm.report_id = r.id
where m.id = rm.milestone_id and m.state = 'SUBMITTED'";

const REJECTED: &str = "
with place as (select * from (values $places) as p (task_id, cycle_id)),
approved as (
    update report r
    set state = 'APPROVED', approved_at = $now, updated_at = $now
    from place p
    where r.task_id = p.task_id and r.cycle_id = p.cycle_id
    returning r.id, r.created_by
),
step_of as (
    insert into step (id, subject_type, subject_id, at, actor_id, actor_name, actor_organisation, action, from_state, to_state)
    select gen_random_uuid(), 'report', r.id, $now, r.created_by, '统筹', '统筹', 'approve', 'OFFICE_REVIEW', 'APPROVED'
    from approved r
)
update milestone m
set state = 'RETURNED', submitted_on = null, returns = m.returns + 1
from approved r
join report_milestone rm on rm.report_id = r.id
where m.id = rm.milestone_id and m.state = 'SUBMITTED'";

fn mailing(w: &World) -> Arc<App> {
    let mail = MailSettings {
        host: "127.0.0.1".into(),
        port: 9,
        tls: TlsMode::None,
        login: None,
        from: "落实 <luoshi@example.org>".parse().unwrap(),
        public_url: "https://luoshi.example.org".into(),
        patience: Duration::from_millis(200),
    };
    Arc::new(App {
        db: w.app.db.clone(),
        files: w.app.files.clone(),
        clock: w.app.clock.clone(),
        settings: Settings { mail: Some(mail), ..w.app.settings.clone() },
        hasher: w.app.hasher.clone(),
        demo: false,
    })
}

/// Digests that break a promise: two of one person on one day, or one on a day of rest, or one without a message.
const DIGESTS: &str = "
select 'two digests' as broken, account_id::text || ' ' || day as what
from mail where kind = 'DIGEST' group by account_id, day having count(*) > 1
union all
select 'on a Sunday in no special week', day::text
from mail where kind = 'DIGEST' and extract(isodow from day) = 7 and extract(month from day) in (3, 7, 8, 11)";

#[tokio::test]
async fn two_years_of_150_tasks_and_60_units_show_exactly_the_lights_messages_and_notices_they_must() {
    let began = std::time::Instant::now();
    let mut sim = Sim::new().await;
    for day in 0..DAYS {
        sim.today = "2026-03-02".parse::<NaiveDate>().unwrap() + Days::new(day);
        let looks = day % LOOK == 0 || chrono::Datelike::day(&sim.today) == 1;
        sim.day(looks).await;
        if day % 60 == 0 {
            eprintln!("{} after {:?}", sim.today, began.elapsed());
        }
    }
    // Reminders: to each reporter of the lead exactly those that the rungs ask for, once each, settled or not.
    let told = "select distinct cause as it from notification where kind = 'MILESTONE_DUE'";
    let told: BTreeSet<String> =
        sim.w.rows(told).await.iter().map(|row| row["it"].as_str().unwrap().to_owned()).collect();
    let kept: BTreeSet<String> =
        sim.reminded.iter().map(|(id, due, rung)| format!("MILESTONE_DUE:{id}:{due}:{rung}")).collect();
    // What is older than 400 days and done with is forgotten; nothing else may be missing, and nothing too many.
    assert!(told.is_subset(&kept), "{:?}", told.difference(&kept).next());
    let recent = sim.today - Days::new(399);
    let due: BTreeSet<String> = sim
        .reminded
        .iter()
        .filter(|(_, due, _)| due.parse::<NaiveDate>().unwrap() > recent + Days::new(16))
        .map(|(id, due, rung)| format!("MILESTONE_DUE:{id}:{due}:{rung}"))
        .collect();
    assert!(due.is_subset(&told), "{:?}", due.difference(&told).next());
    // Digests: one a person and day at most, and there were many.
    assert_eq!(sim.w.rows(DIGESTS).await, Vec::<Value>::new());
    let digests = sim.w.number("select count(*) as it from mail where kind = 'DIGEST'").await;
    assert!(digests > 300, "only {digests} digests");
    // No way from red to green but an accepted submission or more time granted.
    let ways: Vec<&str> = sim.healed.keys().copied().collect();
    assert_eq!(ways.iter().filter(|way| !["approve", "extend"].contains(way)).count(), 0, "{:?}", sim.healed);
    assert!(sim.healed.get("approve").is_some_and(|healed| *healed > 3), "{:?} {:?}", sim.healed, sim.done);
    let days = sim.w.number("select count(*) as it from snapshot").await;
    assert_eq!(days, i64::try_from(DAYS).unwrap());
    let frozen = sim.w.number("select count(*) as it from frozen_snapshot").await;
    assert_eq!(frozen, sim.w.number("select count(*) as it from snapshot where kind = 'CYCLE_END'").await);
    assert!(frozen >= 7, "only {frozen} frozen");
    for what in ["submit", "return", "approve", "ask", "extend", "send", "answer"] {
        assert!(sim.done.get(what).is_some_and(|times| *times > 3), "too tame: {:?}", sim.done);
    }
}
