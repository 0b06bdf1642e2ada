//! Live pages: who hears of what, resuming, at most three streams, and the end of a stream with its session.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{ask::Caller, story::path, world::World};

/// Longer than a look into the database takes on a busy machine; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream.
struct Stream {
    response: reqwest::Response,
    text: String,
}

/// One event of a stream.
#[derive(Debug)]
struct Event {
    id: String,
    name: String,
    data: Value,
}

impl Stream {
    async fn open(who: &Caller) -> Stream {
        Stream::resume(who, None).await
    }

    async fn resume(who: &Caller, last: Option<&str>) -> Stream {
        let response = who.stream("/events", last).await;
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Stream { response, text: String::new() }
    }

    /// The next event that is no sign of life; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.read()).await.expect("an event or the end of the stream in time")
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            while let Some((piece, rest)) = self.text.split_once("\n\n") {
                let (piece, rest) = (piece.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    let line = piece.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
                    line.unwrap_or_default().to_owned()
                };
                if !field("event").is_empty() {
                    let data = serde_json::from_str(&field("data")).unwrap();
                    return Some(Event { id: field("id"), name: field("event"), data });
                }
            }
            let chunk = self.response.chunk().await.ok().flatten()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }

    /// The greeting.
    async fn greeted(&mut self, word: &str) -> String {
        let event = self.next().await.unwrap();
        assert_eq!(event.name, word, "{event:?}");
        event.id
    }

    /// Reads on until the end; what was under way before may still be heard.
    async fn ended(mut self) {
        while let Some(event) = self.next().await {
            assert_eq!(event.name, "changed", "{event:?}");
        }
    }

    /// Reads on until a hint of this kind, and hands back everything heard till then.
    async fn until(&mut self, kind: &str) -> Vec<Value> {
        let mut heard = Vec::new();
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("ended before {kind}, after {heard:?}"));
            assert_eq!(event.name, "changed", "{event:?}");
            heard.extend(event.data.as_array().unwrap().iter().cloned());
            if heard.iter().any(|hint| hint["kind"] == kind) {
                return heard;
            }
        }
    }
}

/// Something of which everybody may hear who reads plans.
async fn everybody_hears(w: &World) {
    let rules = json!({ "opens_quarters": false, "opens_months": false, "opens_years": false });
    let place = format!("/plans/{}/reporting", w.plan().await);
    let now = w.office_staff().get(&place).await.expect(200);
    w.office_staff().put(&place).json(&rules).seen(&now).await.expect(200);
}

/// Other tests write in the same cluster: what came before a stream was opened may still be on its way until then.
async fn caught_up(w: &World, streams: &mut [&mut Stream]) {
    everybody_hears(w).await;
    for stream in streams {
        stream.until("plan").await;
    }
}

#[tokio::test]
async fn a_change_is_heard_by_those_who_read_the_thing_and_by_nobody_else() {
    let w = World::new().await;
    let mut streams = Vec::new();
    for who in [w.reviewer("市科委"), w.reviewer("海淀区"), w.leader(), w.security_admin()] {
        let mut stream = Stream::open(&who).await;
        stream.greeted("ready").await;
        streams.push(stream);
    }
    let [own, foreign, leader, security] = &mut streams[..] else { panic!() };
    let task = w.issued("市科委").await;
    let heard = own.until("notification").await;
    let of_task: Vec<&Value> = heard.iter().filter(|hint| hint["kind"] == "task").collect();
    assert!(of_task.iter().any(|hint| hint["id"] == task["id"] && hint["task_id"] == task["id"]), "{heard:?}");
    assert!(heard.iter().any(|hint| hint["id"] == json!(w.reviewer("市科委").account())), "{heard:?}");
    assert!(leader.until("task").await.iter().any(|hint| hint["id"] == task["id"]));

    everybody_hears(&w).await;
    let heard = foreign.until("plan").await;
    assert!(heard.iter().all(|hint| hint["kind"] == "plan" || hint["kind"] == "board"), "{heard:?}");
    let roles = json!({ "roles": ["UNIT_REPORTER", "UNIT_REVIEWER"] });
    let place = format!("/users/{}", w.reporter("海淀区").account());
    let user = w.system_admin().get(&place).await.expect(200);
    w.system_admin().patch(&place).json(&roles).seen(&user).await.expect(200);
    let heard = security.until("user").await;
    assert!(heard.iter().all(|hint| hint["kind"] == "user" || hint["kind"] == "notification"), "{heard:?}");
}

#[tokio::test]
async fn a_draft_of_a_report_is_heard_of_by_its_writers_and_the_office_alone() {
    let w = World::new().await;
    let report = w.written("市科委").await;
    let (mut writer, mut foreign, mut leader) = (
        Stream::open(&w.reporter("市科委")).await,
        Stream::open(&w.reporter("海淀区")).await,
        Stream::open(&w.leader()).await,
    );
    for stream in [&mut writer, &mut foreign, &mut leader] {
        stream.greeted("ready").await;
    }
    caught_up(&w, &mut [&mut writer, &mut foreign, &mut leader]).await;
    let change = json!({ "problems": "设备到货推迟。" });
    w.reporter("市科委").patch(&path("reports", &report)).json(&change).seen(&report).await.expect(200);
    let mut heard = writer.until("report").await;
    // What everybody hears of may have been under way since before.
    heard.retain(|hint| hint["kind"] != "plan");
    assert_eq!(heard, [json!({ "kind": "report", "id": report["id"], "task_id": report["task"]["id"] })]);
    everybody_hears(&w).await;
    for stream in [&mut foreign, &mut leader] {
        let heard = stream.until("plan").await;
        assert!(heard.iter().all(|hint| hint["kind"] == "plan"), "{heard:?}");
    }
}

#[tokio::test]
async fn a_stream_goes_on_where_it_broke_off() {
    let w = World::new().await;
    let who = w.reviewer("市科委");
    let mut first = Stream::open(&who).await;
    let place = first.greeted("ready").await;
    drop(first);
    let task = w.issued("市科委").await;
    let mut second = Stream::resume(&who, Some(&place)).await;
    assert_eq!(second.greeted("ready").await, place);
    let heard = second.until("task").await;
    assert!(heard.iter().any(|hint| hint["id"] == task["id"]), "{heard:?}");
    drop(second);
    // From another database, or from before the kept hour: everything is to be read anew.
    Stream::resume(&who, Some("1-1")).await.greeted("reset").await;
    let unreadable = who.get("/events").header("last-event-id", "yesterday").await;
    assert_eq!(unreadable.wrong_fields(), ["/Last-Event-ID"]);
}

#[tokio::test]
async fn a_person_has_three_streams_at_most_and_a_closed_one_makes_room() {
    let w = World::new().await;
    let who = w.reviewer("市科委");
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = Stream::open(&who).await;
        stream.greeted("ready").await;
        open.push(stream);
    }
    who.get("/events").await.refused(429, "too_many_streams");
    Stream::open(&w.reviewer("海淀区")).await.greeted("ready").await;
    open.pop();
    let room = async {
        while who.stream("/events", None).await.status() != 200 {
            // Whatever is written shows the server that nobody listens there any more.
            everybody_hears(&w).await;
        }
    };
    timeout(PATIENCE, room).await.expect("room for another stream");
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_its_account() {
    let w = World::new().await;
    let (leaving, disabled) = (w.reviewer("市科委"), w.reporter("海淀区"));
    let mut one = Stream::open(&leaving).await;
    let mut two = Stream::open(&disabled).await;
    one.greeted("ready").await;
    two.greeted("ready").await;
    leaving.post("/auth/logout").await.expect(204);
    one.ended().await;
    let place = format!("/users/{}/transitions", disabled.account());
    w.system_admin().post(&place).json(&json!({ "action": "disable", "comment": "调离" })).await.expect(200);
    two.ended().await;
    leaving.get("/events").await.refused(401, "unauthenticated");
    w.stranger().get("/events").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_light_on_the_board_is_heard_of_by_every_reader_of_plans() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let mut foreign = Stream::open(&w.reporter("海淀区")).await;
    foreign.greeted("ready").await;
    let plan = w.plan().await;
    w.travel_to("2026-04-20").await;
    let heard = foreign.until("board").await;
    assert!(heard.iter().all(|hint| hint["kind"] != "task"), "{heard:?}");
    assert!(heard.iter().any(|hint| hint["kind"] == "board" && hint["id"] == json!(plan)), "{heard:?}");
}

/// Two writers, the one that began first ends last: a reader passes neither over.
#[tokio::test]
async fn a_slow_transaction_is_not_passed_over() {
    let w = World::new().await;
    let mut stream = Stream::open(&w.leader()).await;
    stream.greeted("ready").await;
    caught_up(&w, &mut [&mut stream]).await;
    let hint = "insert into hint (kind, subject_id) values ('cycle', gen_random_uuid())";
    let slow = w.slow_write(hint).await;
    everybody_hears(&w).await;
    // The later one may be looked for meanwhile; a reader that goes past it now never hears of the earlier one.
    let early = timeout(Duration::from_secs(3), stream.read()).await.ok().flatten();
    assert!(early.is_none_or(|event| !event.data.to_string().contains("cycle")), "it is not written yet");
    slow.commit().await.unwrap();
    stream.until("cycle").await;
}
