//! Many at once: one winner, one effect per key, no edit overwritten unseen, nothing half done when a client disappears.

use std::future::IntoFuture;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    ask::{Answer, Ask},
    story::{approval, path},
    world::World,
};

pub async fn all_at_once(asks: Vec<Ask>) -> Vec<Answer> {
    let running: Vec<_> = asks.into_iter().map(|ask| tokio::spawn(ask.into_future())).collect();
    let mut answers = Vec::new();
    for answer in running {
        answers.push(answer.await.unwrap());
    }
    answers
}

/// One answer is good, every other one a conflict that says so.
#[track_caller]
fn exactly_one_wins(answers: &[Answer]) {
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|answer| [409, 412].contains(&answer.status)).count();
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!((won, lost), (1, answers.len() - 1), "{statuses:?}");
}

impl World {
    async fn successes(&self, action: &str) -> i64 {
        let sql = format!("select count(*) as it from audit_event where action = '{action}' and outcome = 'SUCCESS'");
        self.number(&sql).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_32_reviewers_at_once_exactly_one_wins() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let steps = format!("{}/transitions", path("reports", &report));
    let (reviewer, both) = (w.reviewer("市科委"), w.person("kw.both"));
    let turn = |n: usize| if n.is_multiple_of(2) { &reviewer } else { &both };
    let pass = |n: usize| turn(n).post(&steps).json(&json!({ "action": "pass" })).seen(&report);
    exactly_one_wins(&all_at_once((0..32).map(pass).collect()).await);
    assert_eq!(w.successes("report.pass").await, 1);

    let report = reviewer.get(&path("reports", &report)).await.expect(200);
    let (one, two) = (w.office_staff(), w.person("office.staff2"));
    let decide = |n: usize| {
        let returned = json!({ "action": "return", "comment": "请补", "reason_codes": ["OTHER"] });
        let step = if n.is_multiple_of(3) { returned } else { approval(&report, "ACCEPTED") };
        (if n.is_multiple_of(2) { &one } else { &two }).post(&steps).json(&step).seen(&report)
    };
    exactly_one_wins(&all_at_once((0..32).map(decide).collect()).await);
    assert_eq!(w.successes("report.approve").await + w.successes("report.return").await, 1);
    assert_eq!(w.number("select count(*) as it from step where action in ('approve', 'return')").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn withdrawing_and_passing_at_once_leave_one_of_the_two() {
    let w = World::new().await;
    let mut report = w.submitted("市科委").await;
    let steps = format!("{}/transitions", path("reports", &report));
    let (reporter, reviewer) = (w.reporter("市科委"), w.reviewer("市科委"));
    for round in 0..20 {
        let withdraw = reporter.post(&steps).json(&json!({ "action": "withdraw" })).seen(&report);
        let pass = reviewer.post(&steps).json(&json!({ "action": "pass" })).seen(&report);
        let mut answers = all_at_once(if round % 2 == 0 { vec![withdraw, pass] } else { vec![pass, withdraw] }).await;
        exactly_one_wins(&answers);
        let won = answers.swap_remove(answers.iter().position(|answer| answer.status == 200).unwrap()).expect(200);
        let (who, back) = match won["state"].as_str().unwrap() {
            "DRAFT" => (&reporter, json!({ "action": "submit" })),
            _ => (&reviewer, json!({ "action": "withdraw" })),
        };
        report = w.step_of_report(who, &won, back).await;
        assert_eq!(report["state"], "UNIT_REVIEW");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_16_signatures_at_once_exactly_one_counts() {
    let w = World::new().await;
    let task = w.issued("市科委").await;
    let steps = format!("{}/transitions", path("tasks", &task));
    let (leader, reviewer) = (w.unit_leader("市科委"), w.reviewer("市科委"));
    let sign = |n: usize| {
        let step = json!({ "action": "sign", "liaison": format!("第 {n} 人") });
        (if n.is_multiple_of(2) { &leader } else { &reviewer }).post(&steps).json(&step).seen(&task)
    };
    exactly_one_wins(&all_at_once((0..16).map(sign).collect()).await);
    assert_eq!(w.successes("task.sign").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_report_per_task_and_cycle_whoever_begins_it() {
    let w = World::new().await;
    let (task, cycle) = (w.in_progress("市科委").await, w.first_quarter().await);
    w.travel_to("2026-03-26").await;
    let new = json!({ "task_id": task["id"], "cycle_id": cycle["id"] });
    let answers = all_at_once((0..16).map(|_| w.reporter("市科委").post("/reports").json(&new)).collect()).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let exists = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((made, exists), (1, 15));
    assert_eq!(w.number("select count(*) as it from report").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_takes_effect_once_however_often_it_is_sent() {
    let w = World::new().await;
    let new = w.new_task("市科委").await;
    let staff = w.office_staff();
    let ask = || staff.post("/tasks").json(&new).key("made-once");
    let answers = all_at_once((0..16).map(|_| ask()).collect()).await;
    let fresh = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_none()).count();
    assert_eq!(fresh, 1);
    let first = answers[0].json();
    for answer in &answers {
        assert_eq!((answer.status, &answer.json()), (201, &first));
        assert_eq!(answer.header("location"), answers[0].header("location"));
        assert_eq!(answer.header("etag"), Some("\"1\""));
    }
    assert_eq!(w.number("select count(*) as it from task").await, 1);
    assert_eq!(w.successes("task.create").await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    let staff = w.office_staff();
    staff.post("/tasks").json(&new).key("k").await.expect(201);
    let other = w.person("office.staff2").post("/tasks").json(&new).key("k").await;
    assert_eq!(
        (other.status, other.header("idempotency-replayed")),
        (201, None),
        "another person's key is another key"
    );
    new["title"] = json!("另一任务");
    staff.post("/tasks").json(&new).key("k").await.refused(422, "idempotency_key_reused");
    staff
        .post("/cycles")
        .json(&json!({ "kind": "YEAR", "day": "2026-01-01" }))
        .key("k")
        .await
        .refused(422, "idempotency_key_reused");
    assert_eq!(w.number("select count(*) as it from task").await, 2);
    let long = staff.post("/tasks").json(&new).key(&"k".repeat(201)).await;
    assert_eq!(long.wrong_fields(), ["/Idempotency-Key"]);
}

#[tokio::test]
async fn a_refused_request_does_not_use_up_its_key() {
    let w = World::new().await;
    let mut new = w.new_task("市科委").await;
    new["title"] = json!("");
    let staff = w.office_staff();
    staff.post("/tasks").json(&new).key("k").await.refused(422, "invalid");
    new["title"] = json!("改好了");
    staff.post("/tasks").json(&new).key("k").await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_edit_is_overwritten_unseen() {
    let w = World::new().await;
    let task = w.drafted("市科委").await;
    let place = path("tasks", &task);
    let editors = ["office.staff", "office.staff2", "office.head"];
    let edit = async |who: crate::ask::Caller, name: &'static str| {
        let mut acknowledged = Vec::new();
        for number in 0..25 {
            let seen = who.get(&place).await.expect(200);
            let change = json!({ "title": format!("{name} {number} <- {}", seen["version"]) });
            let answer = who.patch(&place).json(&change).seen(&seen).await;
            match answer.status {
                200 => acknowledged.push((seen["version"].as_i64().unwrap(), answer.json()["title"].clone())),
                412 => {}
                other => panic!("{other}: {}", answer.text()),
            }
        }
        acknowledged
    };
    let (a, b, c) = tokio::join!(
        edit(w.person(editors[0]), editors[0]),
        edit(w.person(editors[1]), editors[1]),
        edit(w.person(editors[2]), editors[2])
    );
    let mut acknowledged = [a, b, c].concat();
    acknowledged.sort_by_key(|(version, _)| *version);
    let versions: Vec<i64> = acknowledged.iter().map(|(version, _)| *version).collect();
    let expected: Vec<i64> = (1..).take(versions.len()).collect();
    assert_eq!(versions, expected, "each edit was made on the version before it");
    let last = w.office_staff().get(&place).await.expect(200);
    assert_eq!(last["title"], acknowledged.last().unwrap().1);
    assert_eq!(w.successes("task.update").await, i64::try_from(versions.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_numbers_have_no_gaps_and_no_twins() {
    let w = World::new().await;
    let mut asks = Vec::new();
    for _ in 0..8 {
        let task = w.in_progress("市科委").await;
        w.prove(&task).await;
        let task = w.step_of_task(&w.unit_leader("市科委"), &task, w.application(&task).await).await;
        let steps = format!("{}/transitions", path("tasks", &task));
        asks.push(w.office_head().post(&steps).json(&json!({ "action": "accept_closure" })).seen(&task));
    }
    let mut numbers: Vec<String> = all_at_once(asks)
        .await
        .into_iter()
        .map(|answer| answer.expect(200)["closure"]["closing_number"].as_str().unwrap().to_owned())
        .collect();
    numbers.sort();
    let expected: Vec<String> = (1..=8).map(|n| format!("2026-{n:03}")).collect();
    assert_eq!(numbers, expected);
}

/// A whole request as bytes.
fn bytes(w: &World, who: &crate::ask::Caller, place: &str, body: &Value, version: i64) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST /api/v1{place} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         If-Match: \"{version}\"\r\nContent-Length: {}\r\n\r\n{body}",
        w.address,
        who.token().unwrap(),
        body.len()
    )
    .into_bytes()
}

/// Sends so much of a request, waits, and resets the connection.
async fn send_and_reset(w: &World, request: &[u8], micros: u64) {
    let mut stream = TcpStream::connect(w.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream.write_all(request).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_micros(micros)).await;
    stream.set_zero_linger().unwrap();
    drop(stream);
}

/// Waits until the server has nothing in hand: no transaction is open.
async fn quiet(w: &World) {
    let busy = "select count(*) as it from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
    for _ in 0..3_000 {
        if w.number(busy).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            if w.number(busy).await == 0 {
                return;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let open = w
        .rows(
            "select state, wait_event_type, wait_event, query from pg_stat_activity where datname = current_database()",
        )
        .await;
    panic!("a transaction stays open: {open:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_disappears_leaves_no_state_without_its_event() {
    let w = World::new().await;
    let new = w.new_task("市科委").await;
    let staff = w.office_staff();
    let whole = bytes(&w, &staff, "/tasks", &new, 1);
    for round in 0..120_u64 {
        // Every third is cut short; the others are whole, and reset sooner or later while they are worked on.
        let sent =
            if round % 3 == 0 { &whole[..whole.len() - 1 - usize::try_from(round).unwrap() * 3] } else { &whole[..] };
        send_and_reset(&w, sent, round % 40 * 500).await;
    }
    quiet(&w).await;
    let made = w.number("select count(*) as it from task").await;
    assert_eq!(made, w.successes("task.create").await);
    let orphans = "select count(*) as it from audit_event e full join task t on t.id = e.object_id
         where e.action is distinct from 'task.create' and t.id is not null or e.action = 'task.create' and t.id is null";
    assert_eq!(w.number(orphans).await, 0);
    let whole_tasks =
        "select count(*) as it from task where (select count(*) from milestone m where m.task_id = task.id) = 2
         and (select count(*) from task_clause c where c.task_id = task.id) = 1";
    assert_eq!(w.number(whole_tasks).await, made, "a task is there with everything or not at all");
    assert!(made <= 80, "a request cut short has no effect");
    assert!(made > 0, "some of the whole ones came through");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn steps_reset_in_mid_request_agree_with_history_and_trail() {
    let w = World::new().await;
    let mut report = w.submitted("市科委").await;
    let place = format!("{}/transitions", path("reports", &report));
    let (reporter, reviewer) = (w.reporter("市科委"), w.reviewer("市科委"));
    for round in 0..60_u64 {
        let (who, action) = match report["state"].as_str().unwrap() {
            "DRAFT" => (&reporter, "submit"),
            "UNIT_REVIEW" => (&reviewer, "pass"),
            _ => (&reviewer, "withdraw"),
        };
        let version = report["version"].as_i64().unwrap();
        let request = bytes(&w, who, &place, &json!({ "action": action }), version);
        send_and_reset(&w, &request, round % 30 * 700).await;
        quiet(&w).await;
        // One statement, one instant: a late transaction may end between two.
        let seen = w
            .rows(
                "select r.state, r.version,
                    (select count(*) from step where subject_id = r.id and action in ('submit', 'pass', 'withdraw')) as steps,
                    (select count(*) from audit_event e where e.object_id = r.id and outcome = 'SUCCESS'
                        and action in ('report.submit', 'report.pass', 'report.withdraw')) as events,
                    (select detail->>'to' from audit_event e where e.object_id = r.id and outcome = 'SUCCESS'
                        order by seq desc limit 1) as told
                 from report r",
            )
            .await
            .remove(0);
        assert_eq!((&seen["told"], &seen["events"]), (&seen["state"], &seen["steps"]), "round {round}");
        (report["state"], report["version"]) = (seen["state"].clone(), seen["version"].clone());
    }
    assert!(report["version"].as_i64().unwrap() > 5, "hardly any step came through");
}

#[tokio::test]
async fn half_a_body_is_waited_for_but_nothing_is_done() {
    let w = World::new().await;
    let whole = bytes(&w, &w.office_staff(), "/tasks", &w.new_task("市科委").await, 1);
    let (start, rest) = whole.split_at(whole.len() - 10);
    let before = w.digest().await;
    let mut stream = TcpStream::connect(w.address).await.unwrap();
    stream.write_all(start).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(w.digest().await, before);
    stream.write_all(rest).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 201");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_given_back_after_resets() {
    let w = World::new().await;
    let request = bytes(&w, &w.office_staff(), "/tasks", &w.new_task("市科委").await, 1);
    for burst in 0..5 {
        for n in 0..30 {
            send_and_reset(&w, &request, (n + burst) % 15 * 300).await;
        }
    }
    quiet(&w).await;
    let answers = all_at_once((0..32).map(|_| w.office_staff().get("/tasks")).collect()).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
}
