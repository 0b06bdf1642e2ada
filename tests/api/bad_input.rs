//! Input of every wrong kind into every operation that writes: named with a pointer, never a fault, nothing changed.

use serde_json::{Value, json};

use crate::{
    ask::{Answer, Caller},
    scene::{Operation, Scene},
    story::path,
    world::World,
};

/// The first role that may call it.
fn rightful(w: &World, operation: &Operation) -> (Caller, String) {
    if operation.is_public() {
        return (w.stranger(), String::new());
    }
    // A step that the thing of the scene is ready for.
    let role = match operation.id.as_str() {
        "transition_task" => "LEADER".to_owned(),
        "transition_report" => "UNIT_REPORTER".to_owned(),
        "transition_round" => "COMMISSIONER".to_owned(),
        "transition_extension" | "transition_adjustment" | "transition_notice" | "transition_annual_item" => {
            "UNIT_LEADER".to_owned()
        }
        _ => operation.roles[0].clone(),
    };
    (w.holder_of(&role), role)
}

/// Operations that take a JSON body, with the one who may call them and a body that would do.
fn json_writes(w: &World, scene: &Scene, operations: Vec<Operation>) -> Vec<(Operation, Caller, Value)> {
    let with_body = operations.into_iter().filter_map(|operation| {
        let (who, role) = rightful(w, &operation);
        let body = scene.body(&operation.id, &role)?;
        Some((operation, who, body))
    });
    with_body.collect()
}

async fn send(scene: &Scene, who: &Caller, operation: &Operation, body: Vec<u8>) -> Answer {
    let ask = who.ask(operation.method.clone(), &scene.place(operation, None)).raw(body);
    match scene.target(operation) {
        Some(target) => ask.seen(target).await,
        None => ask.await,
    }
}

/// A refusal of the input that says what is wrong; a public door may also just not open.
#[track_caller]
fn mendable(answer: &Answer, what: &str) {
    let problem = problem(answer, what);
    let errors = problem["errors"].as_array();
    if answer.status == 422 {
        let errors = errors.unwrap_or_else(|| panic!("{what}: no errors in {problem}"));
        assert!(!errors.is_empty(), "{what}: {problem}");
        for error in errors {
            let pointer = error["pointer"].as_str().unwrap();
            assert!(pointer.is_empty() || pointer.starts_with('/'), "{what}: {problem}");
            assert!(error["code"].is_string() && !error["detail"].as_str().unwrap().is_empty(), "{what}: {problem}");
        }
    }
}

#[track_caller]
fn problem(answer: &Answer, what: &str) -> Value {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}: {}", answer.text());
    let problem = answer.json();
    for field in ["type", "title", "code", "detail"] {
        assert!(problem[field].is_string(), "{what}: {problem}");
    }
    problem
}

#[tokio::test]
async fn what_is_not_the_expected_json_is_refused_with_a_pointer() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    let deep = "[".repeat(200_000);
    let nested = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
    for (operation, who, body) in json_writes(&w, &scene, Operation::all(&w).await) {
        let mut unknown = body.clone();
        unknown["favourite_colour"] = json!("red");
        let text = body.to_string();
        let (first, _) = body.as_object().unwrap().iter().next().unwrap();
        let twice = format!("{{{}:1,{}", json!(first), &text[1..]);
        let twice = twice.replacen(&format!("{}:1", json!(first)), &format!("{}:{}", json!(first), body[first]), 1);
        let wrong: [(&str, Vec<u8>); 12] = [
            ("nothing", vec![]),
            ("half", text.as_bytes()[..text.len() / 2].to_vec()),
            ("more", format!("{text}]").into_bytes()),
            ("null", b"null".to_vec()),
            ("a list", b"[]".to_vec()),
            ("a text", b"\"x\"".to_vec()),
            ("not utf-8", [b"{\"a\":\"", [0xff, 0xfe].as_slice(), b"\"}"].concat()),
            ("an unknown field", unknown.to_string().into_bytes()),
            ("a field twice", twice.into_bytes()),
            ("a deep list", deep.clone().into_bytes()),
            ("a deep value", text.replacen(&body[first].to_string(), &nested, 1).into_bytes()),
            ("a form", b"a=b&c=d".to_vec()),
        ];
        for (name, bytes) in wrong {
            let what = format!("{} with {name}", operation.id);
            let answer = send(&scene, &who, &operation, bytes).await;
            assert_eq!(answer.status, 422, "{what}: {}", answer.text());
            mendable(&answer, &what);
        }
        let large = format!("{{\"x\":\"{}\"}}", "x".repeat(3 * 1024 * 1024));
        let answer = send(&scene, &who, &operation, large.into_bytes()).await;
        assert_eq!(answer.status, 413, "{}: {}", operation.id, answer.text());
        problem(&answer, &operation.id);
    }
    assert_eq!(w.digest().await, before);
}

/// Paths to every scalar in a body, and to the lists and objects around them.
fn places(value: &Value, at: &str) -> Vec<String> {
    let mut found = if at.is_empty() { vec![] } else { vec![at.to_owned()] };
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                found.extend(places(field, &format!("{at}/{name}")));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                found.extend(places(item, &format!("{at}/{index}")));
            }
        }
        _ => {}
    }
    found
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_named() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    for (operation, who, body) in json_writes(&w, &scene, Operation::all(&w).await) {
        for place in places(&body, "") {
            let now = body.pointer(&place).unwrap();
            let mut wrong = vec![json!({ "a": 1 }), json!(1.5), json!(1e300), json!(18_446_744_073_709_551_615_u64)];
            match now {
                Value::Array(_) => wrong.extend([json!(true), json!("x"), json!([1]), json!([[]])]),
                Value::String(_) => wrong.extend([json!(true), json!([])]),
                Value::Number(_) => wrong.extend([json!(true), json!([]), json!("x"), json!(-9_000_000_000_000_i64)]),
                Value::Bool(_) => wrong.extend([json!("x"), json!([]), json!(7)]),
                _ => wrong.extend([json!([]), json!(true)]),
            }
            for value in wrong.into_iter().filter(|value| !(now.is_object() && value.is_object())) {
                let mut changed = body.clone();
                *changed.pointer_mut(&place).unwrap() = value.clone();
                let what = format!("{} with {place} = {value}", operation.id);
                let answer = send(&scene, &who, &operation, changed.to_string().into_bytes()).await;
                assert_eq!(answer.status, 422, "{what}: {}", answer.text());
                mendable(&answer, &what);
            }
        }
    }
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn no_text_is_too_long_or_invisible() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    let long = "长".repeat(20_001);
    for (operation, who, body) in json_writes(&w, &scene, Operation::all(&w).await) {
        for place in places(&body, "").into_iter().filter(|place| body.pointer(place).unwrap().is_string()) {
            for (name, text) in [
                ("a long text", long.as_str()),
                ("a nul", "a\u{0}b"),
                ("a bell", "a\u{7}b"),
                ("an escape", "\u{1b}[31m红"),
            ] {
                let mut changed = body.clone();
                *changed.pointer_mut(&place).unwrap() = json!(text);
                let what = format!("{} with {name} in {place}", operation.id);
                let answer = send(&scene, &who, &operation, changed.to_string().into_bytes()).await;
                // A login or token that nobody has needs no further words.
                let door = operation.is_public() || operation.id == "change_password";
                let expected: &[u16] = if door { &[422, 401, 404] } else { &[422] };
                assert!(expected.contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
                mendable(&answer, &what);
            }
        }
    }
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn days_outside_this_century_are_refused() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    let is_day = |value: &Value| value.as_str().is_some_and(|text| text.parse::<chrono::NaiveDate>().is_ok());
    for (operation, who, body) in json_writes(&w, &scene, Operation::all(&w).await) {
        for place in places(&body, "").into_iter().filter(|place| is_day(body.pointer(place).unwrap())) {
            for day in
                ["0001-01-01", "9999-12-31", "+262142-12-31", "-262143-01-01", "2026-02-30", "2026-13-01", "today", ""]
            {
                let mut changed = body.clone();
                *changed.pointer_mut(&place).unwrap() = json!(day);
                let what = format!("{} with {place} = {day}", operation.id);
                let answer = send(&scene, &who, &operation, changed.to_string().into_bytes()).await;
                assert_eq!(answer.status, 422, "{what}: {}", answer.text());
                mendable(&answer, &what);
            }
        }
    }
    assert_eq!(w.digest().await, before);
}

/// Fields of a view that only the house itself sets, tried in every body (trust.md T16).
#[tokio::test]
async fn nobody_sets_what_only_the_house_sets() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    let reserved = [
        "id",
        "version",
        "state",
        "code",
        "light",
        "created_by",
        "submitted_by",
        "is_sample",
        "returns",
        "sha256",
        "approved_at",
        "closing_number",
        "requested_roles",
        "disabled_at",
        "password_hash",
        "organisation",
        "lead",
        "as_of",
    ];
    for (operation, who, body) in json_writes(&w, &scene, Operation::all(&w).await) {
        for field in reserved.into_iter().filter(|field| body.get(field).is_none()) {
            let mut changed = body.clone();
            changed[field] = json!("x");
            let what = format!("{} with {field}", operation.id);
            let answer = send(&scene, &who, &operation, changed.to_string().into_bytes()).await;
            // The parser names an unknown field before anything else is looked at.
            let problem = answer.refused(422, "invalid");
            let expected = [("unknown_field", format!("/{field}")), ("unreadable", format!("/{field}"))];
            let error = &problem["errors"][0];
            assert!(
                expected.iter().any(|(code, pointer)| error["code"] == *code && error["pointer"] == *pointer),
                "{what}: {problem}"
            );
        }
    }
    assert_eq!(w.digest().await, before);
}

#[tokio::test]
async fn an_id_that_is_none_is_missing() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    for operation in Operation::all(&w).await.into_iter().filter(|operation| operation.path.contains("{id}")) {
        let (who, role) = rightful(&w, &operation);
        for id in [
            "1",
            "x",
            "00000000-0000-0000-0000-00000000000g",
            "%00",
            "%F0%9F%98%80",
            "..%2f..%2fetc",
            &"9".repeat(2_000),
        ] {
            let answer = scene.ask(&who, &operation, &role, Some(id)).header("if-match", "\"1\"").await;
            assert_eq!(answer.status, 404, "{} {id}: {}", operation.id, answer.text());
            problem(&answer, &operation.id);
        }
        let nil = uuid::Uuid::nil().to_string();
        let answer = scene.ask(&who, &operation, &role, Some(&nil)).header("if-match", "\"1\"").await;
        answer.refused(404, "not_found");
    }
}

/// Well-formed hex, of what no page ever ended with.
const CURSORS: [&str; 7] =
    ["5b5d", "7b7d", "22782200", "5b225c7530303030222c225c7530303030225d", "ff", "%00", "5b313939395d"];
/// Read by some parameters and wrong for the others.
const VALUES: [&str; 18] = [
    "",
    "%00",
    "%FF",
    "%25",
    "'",
    "x",
    "-1",
    "0",
    "1",
    "true",
    "18446744073709551616",
    "99999-01-01",
    "2026-01-01",
    "%F0%9F%98%80",
    "1,2,3",
    ",",
    "IN_PROGRESS",
    "00000000-0000-0000-0000-000000000000",
];

#[tokio::test]
async fn every_query_is_read_or_named_and_never_a_fault() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let long = "a".repeat(4_000);
    for operation in Operation::all(&w).await.into_iter().filter(|operation| !operation.query.is_empty()) {
        let (who, _) = rightful(&w, &operation);
        let place = scene.place(&operation, None);
        for name in &operation.query {
            let tried = VALUES.into_iter().chain(CURSORS).chain([long.as_str()]);
            for value in tried {
                let what = format!("{place}?{name}={}", &value[..value.len().min(60)]);
                let answer = who.get(&format!("{place}?{name}={value}")).await;
                match answer.status {
                    200 => {}
                    422 => mendable(&answer, &what),
                    // Nothing to pack is a rule of the field.
                    409 if operation.id == "download_evidence_archive" => {}
                    other => panic!("{what}: {other} {}", answer.text()),
                }
            }
        }
        let unknown = who.get(&format!("{place}?colour=red")).await;
        assert_eq!(unknown.wrong_fields(), ["/colour"], "{place}");
    }
}

#[tokio::test]
async fn headers_of_every_wrong_kind_do_no_harm() {
    let w = World::new().await;
    let task = w.drafted("市科委").await;
    let staff = w.office_staff();
    let change = json!({ "title": "改名" });
    for tag in ["1", "W/\"1\"", "\"x\"", "\"99999999999999\"", "*", "\"1\", \"2\"", "\"\""] {
        let answer = staff.patch(&path("tasks", &task)).json(&change).header("if-match", tag).await;
        assert_eq!(answer.status, 412, "{tag}: {}", answer.text());
    }
    for kind in ["text/plain", "application/xml", "multipart/form-data", ""] {
        let answer = staff.patch(&path("tasks", &task)).header("content-type", kind).seen(&task).await;
        assert_eq!(answer.status, 422, "{kind}: {}", answer.text());
    }
    let ask = staff.ask(reqwest::Method::GET, &path("tasks", &task)).header("x-http-method-override", "DELETE");
    assert_eq!(ask.await.expect(200)["id"], task["id"]);
    for method in ["TRACE", "PUT", "OPTIONS", "PROPFIND"] {
        let answer = staff.ask(method.parse().unwrap(), &path("tasks", &task)).await;
        assert!([404, 405].contains(&answer.status), "{method}: {} {}", answer.status, answer.text());
    }
}

#[tokio::test]
async fn forms_that_are_no_forms_are_refused() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    for operation in Operation::all(&w).await {
        let (who, _) = rightful(&w, &operation);
        if ![
            "parse_plan",
            "import_plan",
            "upload_evidence",
            "upload_contribution_file",
            "create_table_import",
            "replace_evidence",
        ]
        .contains(&operation.id.as_str())
        {
            continue;
        }
        let place = scene.place(&operation, None);
        let bodies: [(&str, &str); 5] = [
            ("application/json", "{}"),
            ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=b", "--b\r\nno headers"),
            ("multipart/form-data; boundary=b", ""),
            (
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-",
            ),
        ];
        for (kind, body) in bodies {
            let answer = who.post(&place).header("content-type", kind).body(body).await;
            assert_eq!(answer.status, 422, "{} {kind}: {} {}", operation.id, answer.status, answer.text());
            mendable(&answer, &operation.id);
        }
    }
    assert_eq!(w.digest().await, before);
}
