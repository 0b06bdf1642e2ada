//! Secrecy of scores as non-interference (trust.md T2): nothing that anybody else can read depends on a score or on whether
//! there is one, until the round is released.

use std::collections::BTreeMap;

use serde_json::json;

use crate::{
    ask::Caller,
    evaluation::{handed_in, saved, scoring, sheet},
    scene::{Operation, Scene},
    story::path,
    world::World,
};

/// Everything that everybody but `eval.two` gets from every readable operation: status, tag and body, byte for byte.
#[expect(clippy::too_many_lines, reason = "one story, told at once")]
async fn readable(w: &World, scene: &Scene, round: &serde_json::Value, sheets: &[String]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let operations: Vec<Operation> = Operation::all(w).await;
    let logins = [
        "office.staff",
        "office.head",
        "kw.reporter",
        "kw.reviewer",
        "kw.leader",
        "jx.leader",
        "eval.evaluator",
        "eval.four",
        "eval.lead",
        "miit.commissioner",
        "city.leader",
        "miit.observer",
        "city.statistics",
        "office.system",
        "office.security",
        "office.audit",
    ];
    // A stream has no end; what is downloaded leaves a line in the trail itself, and its bytes never change.
    let told = |operation: &&Operation| {
        let id = operation.id.as_str();
        !operation.writes()
            && id != "stream_events"
            && id != "get_plan_source"
            && !id.contains("download")
            && !id.contains("preview")
    };
    for operation in operations.iter().filter(told) {
        for login in logins {
            let who = w.person(login);
            let role = operation.roles.first().map(String::as_str).unwrap_or_default();
            let mut places = vec![scene.place(operation, None)];
            if operation.path.starts_with("/rounds/{id}") {
                places.push(operation.path.replace("{id}", round["id"].as_str().unwrap()));
            }
            if operation.path.starts_with("/scoresheets/{id}") {
                places.extend(sheets.iter().map(|id| operation.path.replace("{id}", id)));
            }
            if operation.id == "list_audit_events" {
                places.extend(
                    ["/audit-events?object_type=scoresheet", "/audit-events?q=eval.two", "/audit-events?limit=200"]
                        .map(str::to_owned),
                );
            }
            if operation.id == "search" {
                places.extend(["/search?q=中试阶段", "/search?q=95"].map(str::to_owned));
            }
            for place in places {
                let answer = who.get(&place).await;
                let tag = answer.header("etag").unwrap_or_default().to_owned();
                found.insert(format!("{login} {role} {place}"), format!("{} {tag} {}", answer.status, answer.text()));
            }
        }
    }
    found
}

/// Every row of every table but those that hold what is secret; and the numbers that the next events would get.
async fn rows(w: &World) -> String {
    let all = w.digest().await;
    let kept: Vec<&str> = all
        .lines()
        .filter(|line| {
            !["scoresheet ", "sealed_event ", "idempotency_key "].iter().any(|table| line.starts_with(table))
        })
        .collect();
    let numbers =
        "select (select count(*) from audit_event)::text || ' ' || (select last_value from audit_event_seq_seq)::text
        || ' ' || (select count(*) from hint)::text || ' ' || (select last_value from hint_id_seq)::text as it";
    format!("{}\n{}", kept.join("\n"), w.one(numbers).await)
}

async fn exported(who: &Caller, kind: &str) -> String {
    let new = json!({ "kind": kind, "format": "CSV" });
    let export = who.post("/exports").json(&new).await.expect(201);
    who.get(&format!("{}/content", path("exports", &export))).await.text()
}

#[tokio::test]
async fn two_worlds_that_differ_in_one_score_look_equal_to_everybody_else() {
    for scores in [[10, 10, 10, 10, 10], [95, 95, 95, 95, -1]] {
        let w = World::new().await;
        let scene = Scene::approved(&w).await;
        let round = scoring(&w, "中期评估").await;
        let mut sheets = Vec::new();
        for login in ["eval.evaluator", "eval.two", "eval.three"] {
            sheets.push(sheet(&w, login, &round).await["id"].as_str().unwrap().to_owned());
        }
        let export = exported(&w.office_staff(), "TASKS").await;
        let first = readable(&w, &scene, &round, &sheets).await;
        assert!(first.len() > 700, "only {} answers were compared", first.len());
        if scores[0] == 10 {
            let again = readable(&w, &scene, &round, &sheets).await;
            assert_eq!(differing(&first, &again), Vec::<String>::new(), "reading itself changes what is read");
        }
        let before = rows(&w).await;

        saved(&w, "eval.two", &round, scores).await;
        assert_eq!(rows(&w).await, before, "saving touched a table that others read");

        handed_in(&w, "eval.two", &round, scores).await;
        // A refused attempt is no hint either.
        let late = sheet(&w, "eval.two", &round).await;
        let attempt = w.person("eval.two").post(&format!("{}/submission", path("scoresheets", &late)));
        attempt.json(&json!({ "confirm": true })).seen(&late).await.refused(409, "sheet_submitted");
        assert_eq!(rows(&w).await, before, "handing in touched a table that others read");
        assert_eq!(differing(&first, &readable(&w, &scene, &round, &sheets).await), Vec::<String>::new());
        assert_eq!(w.number("select count(*) as it from sealed_event").await, 4, "all of it is on record, sealed");
        assert_eq!(exported(&w.office_staff(), "TASKS").await, export);
    }
}

fn differing(one: &BTreeMap<String, String>, two: &BTreeMap<String, String>) -> Vec<String> {
    assert_eq!(one.len(), two.len());
    one.iter().filter(|(place, answer)| two[*place] != **answer).map(|(place, _)| place.clone()).collect()
}
