//! The search box: in both scripts, by an index, and never beyond what the asker may read.

use serde_json::{Value, json};

use crate::ask::Caller;
use crate::world::World;

async fn find(who: &Caller, q: &str) -> Value {
    let q = q.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    who.get(&format!("/search?q={q}&limit=20")).await.expect(200)
}

fn kinds(found: &Value) -> Vec<&str> {
    found["groups"].as_array().unwrap().iter().map(|group| group["kind"].as_str().unwrap()).collect()
}

fn hits(found: &Value, kind: &str) -> Vec<Value> {
    let groups = found["groups"].as_array().unwrap();
    let group = groups.iter().find(|group| group["kind"] == kind);
    group.map(|group| group["items"].as_array().unwrap().clone()).unwrap_or_default()
}

#[actix_web::test]
async fn a_word_of_two_characters_is_found_in_every_kind_of_thing() {
    let w = World::new().await;
    w.approved("市科委").await;
    let office = w.office_staff();
    assert_eq!(kinds(&find(&office, "验收").await), ["REPORT", "EVIDENCE"]);
    assert_eq!(kinds(&find(&office, "量产").await), ["TASK", "CLAUSE"]);
    let measure = find(&office, "智能装备产业集群").await;
    assert_eq!(hits(&measure, "MEASURE")[0]["measure"], 28);
    let organisation = find(&office, "经信局").await;
    assert_eq!(hits(&organisation, "ORGANISATION")[0]["note"], "市经信局");
    let task = &hits(&find(&office, "28-01").await, "TASK")[0];
    assert_eq!((&task["code"], &task["note"]), (&json!("28-01"), &json!("市科委")));
}

#[actix_web::test]
async fn simplified_and_traditional_script_are_the_same_question() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    let (simplified, traditional) = (find(&w.leader(), "机器人").await, find(&w.leader(), "機器人").await);
    assert!(!hits(&simplified, "CLAUSE").is_empty());
    assert_eq!(simplified["groups"], traditional["groups"]);
    assert_eq!(traditional["words"], json!(["机器人", "機器人"]));
}

#[actix_web::test]
async fn all_words_must_occur_and_neighbours_in_order() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    assert_eq!(hits(&find(&w.leader(), "机器人 量产").await, "TASK").len(), 1);
    assert!(hits(&find(&w.leader(), "机器人 区块链").await, "TASK").is_empty());
    // Every pair of it occurs in 人形机器人小批量量产, the word itself does not.
    assert!(hits(&find(&w.leader(), "量量产品").await, "TASK").is_empty());
    assert!(hits(&find(&w.leader(), "批量产").await, "TASK").is_empty());
}

#[actix_web::test]
async fn case_and_width_make_no_difference() {
    let w = World::new().await;
    let mut task = w.new_task("市科委").await;
    task["title"] = json!("６Ｇ Network 试验网");
    w.office_staff().post("/tasks").json(&task).await.expect(201);
    for q in ["6g", "NETWORK", "６Ｇ", "network 试验"] {
        assert_eq!(hits(&find(&w.office_staff(), q).await, "TASK").len(), 1, "{q}");
    }
}

#[actix_web::test]
async fn nobody_finds_what_they_may_not_read() {
    let w = World::new().await;
    w.written("市科委").await;
    let found = async |who: Caller| {
        let found = find(&who, "中试线").await;
        (hits(&found, "REPORT").len(), hits(&found, "EVIDENCE").len())
    };
    // A draft is its writers' own; the office reads everything.
    assert_eq!(found(w.reporter("市科委")).await, (1, 0));
    assert_eq!(found(w.office_staff()).await, (1, 0));
    assert_eq!(found(w.reporter("市经信局")).await, (0, 0));
    assert_eq!(found(w.leader()).await, (0, 0));
    assert_eq!(hits(&find(&w.reporter("市科委"), "验收意见").await, "EVIDENCE").len(), 1);
    assert_eq!(hits(&find(&w.leader(), "验收意见").await, "EVIDENCE").len(), 0);
    assert_eq!(hits(&find(&w.reporter("市经信局"), "验收意见").await, "EVIDENCE").len(), 0);
    assert_eq!(hits(&find(&w.reporter("市科委"), "量产产品").await, "TASK").len(), 1);
    assert_eq!(hits(&find(&w.reporter("市经信局"), "量产产品").await, "TASK").len(), 0);
    w.drafted("市经信局").await;
    assert_eq!(hits(&find(&w.office_staff(), "量产产品").await, "TASK").len(), 2);
    assert_eq!(hits(&find(&w.leader(), "量产产品").await, "TASK").len(), 1, "drafts are the office's own");
}

#[actix_web::test]
async fn only_those_who_read_accounts_find_people_and_administrators_find_no_business() {
    let w = World::new().await;
    w.in_progress("市科委").await;
    assert_eq!(kinds(&find(&w.system_admin(), "kw.reporter").await), ["PERSON"]);
    assert_eq!(kinds(&find(&w.office_staff(), "kw.reporter").await), [""; 0]);
    for who in [w.system_admin(), w.security_admin(), w.audit_admin()] {
        assert_eq!(kinds(&find(&who, "机器人").await), [""; 0]);
        assert_eq!(kinds(&find(&who, "市科委").await), ["ORGANISATION"]);
    }
    w.stranger().get("/search?q=ab").await.refused(401, "unauthenticated");
}

#[actix_web::test]
async fn one_character_is_too_little_and_more_than_asked_for_is_said() {
    let w = World::new().await;
    assert_eq!(w.leader().get("/search?q=a").await.wrong_fields(), ["/q"]);
    assert_eq!(w.leader().get("/search?q=ab&limit=21").await.wrong_fields(), ["/limit"]);
    let many = w.leader().get("/search?q=%E6%9C%BA%E5%88%B6&limit=2").await.expect(200);
    let clauses = many["groups"].as_array().unwrap().iter().find(|group| group["kind"] == "CLAUSE").unwrap();
    assert_eq!((clauses["items"].as_array().unwrap().len(), &clauses["more"]), (2, &json!(true)));
}

#[actix_web::test]
async fn the_index_of_pairs_answers_not_a_scan() {
    let w = World::new().await;
    w.written("市科委").await;
    let texts = [
        ("task_by_pairs", "task", "code || ' ' || title || ' ' || deliverable"),
        ("clause_by_pairs", "clause", "text"),
        ("measure_by_pairs", "measure", "title || ' ' || short_title"),
        ("report_by_pairs", "report", "progress || ' ' || problems"),
        ("evidence_by_pairs", "evidence", "title || ' ' || file_name"),
    ];
    w.statements();
    find(&w.office_staff(), "量产").await;
    let sent = w.statements();
    let search: Vec<&String> = sent.iter().filter(|sql| sql.contains("search_pairs")).collect();
    assert_eq!(search.len(), 1, "one statement");
    for (index, table, text) in texts {
        let plan = w
            .rows(&format!(
                "explain (format json) select id from {table} where search_pairs({text}) @> search_pairs('量产')"
            ))
            .await;
        assert!(format!("{plan:?}").contains(index), "{table}: {plan:?}");
    }
}
