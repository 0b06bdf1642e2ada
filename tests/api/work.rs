//! What waits for people: every state of every workflow either stands in the list of somebody, or here with the reason why
//! it waits for nobody.

use luoshi_server::domain::{
    adjustments, annual, batches, contributions, extensions, reports, supervision, tasks, workflow::Workflow,
};
use sea_orm::ActiveEnum;
use serde_json::{Value, json};

use crate::{ask::Caller, story::path, world::World};

/// What is in the list, for whom, and how the thing gets there by the shortest way.
struct Listed {
    kind: &'static str,
    who: &'static str,
    sql: &'static str,
}

enum Waits {
    For(&'static [Listed]),
    Nobody(&'static str),
}

use Waits::{For, Nobody};

const fn listed(kind: &'static str, who: &'static str, sql: &'static str) -> Listed {
    Listed { kind, who, sql }
}

/// Kind of thing, state, and who finds it in the list.
const WAITS: &[(&str, &str, Waits)] = &[
    ("task", "DRAFT", For(&[listed("TASK_TO_ISSUE", "office.head", "update task set state = 'DRAFT'")])),
    (
        "task",
        "PENDING_SIGNOFF",
        For(&[
            listed("TASK_TO_SIGN", "kw.reviewer", "update task set state = 'PENDING_SIGNOFF'"),
            listed("TASK_TO_SIGN", "kw.leader", ""),
        ]),
    ),
    (
        "task",
        "SIGNOFF_RETURNED",
        For(&[
            listed("TASK_SIGNOFF_RETURNED", "office.head", "update task set state = 'SIGNOFF_RETURNED'"),
            listed("TASK_SIGNOFF_RETURNED", "city.leader", ""),
        ]),
    ),
    ("task", "IN_PROGRESS", Nobody("its reports, requests and annual items wait; it waits for nobody itself")),
    (
        "task",
        "PENDING_CLOSURE",
        For(&[
            listed(
                "TASK_CLOSURE",
                "office.head",
                "update task set state = 'PENDING_CLOSURE', is_key = true;
                 insert into closure (id, task_id, conclusion, summary, answers, applied_by, applied_on, review_due_on)
                 select gen_random_uuid(), t.id, 'DONE', '完成', '[]', a.id, '2026-03-02', '2026-03-16'
                 from task t, account a where a.login = 'kw.leader';
                 insert into closure_support (closure_id, organisation_id, state, due_on)
                 select c.id, o.id, 'ASKED', '2026-03-09' from closure c, organisation o where o.code = 'hd'",
            ),
            listed("SPOT_CHECK", "office.staff", ""),
            listed("CLOSURE_TO_CONFIRM", "hd.leader", ""),
        ]),
    ),
    ("task", "SUSPENDED", Nobody("its clocks stand; an approved return waits as an adjustment")),
    ("task", "CLOSED", Nobody("drawn for a look-back it waits as a part of the draw")),
    ("report", "NOT_STARTED", Nobody("a report that nobody began is no row; its demand waits as REPORT_TO_WRITE")),
    ("report", "DRAFT", For(&[listed("REPORT_TO_WRITE", "kw.reporter", "update report set state = 'DRAFT'")])),
    ("report", "RETURNED", For(&[listed("REPORT_RETURNED", "kw.reporter", "update report set state = 'RETURNED'")])),
    (
        "report",
        "UNIT_REVIEW",
        For(&[listed(
            "REPORT_UNIT_REVIEW",
            "kw.reviewer",
            "update report set state = 'UNIT_REVIEW', submitted_at = now(), submitted_by = created_by",
        )]),
    ),
    (
        "report",
        "OFFICE_REVIEW",
        For(&[listed("REPORT_OFFICE_REVIEW", "office.staff", "update report set state = 'OFFICE_REVIEW'")]),
    ),
    (
        "report",
        "APPROVED",
        For(&[listed(
            "REPORT_CORRECTION",
            "office.staff",
            "update report set state = 'APPROVED';
             insert into correction_request (id, report_id, state, reason, asked_by, asked_at)
             select gen_random_uuid(), r.id, 'ASKED', '误写', a.id, now() from report r, account a where a.login = 'kw.leader'",
        )]),
    ),
    ("extension", "DRAFT", For(&[listed("EXTENSION_TO_FILE", "kw.reporter", "update extension set state = 'DRAFT'")])),
    (
        "extension",
        "UNIT_LEADER",
        For(&[listed("EXTENSION_TO_SIGN", "kw.leader", "update extension set state = 'UNIT_LEADER', filed_on = '2026-03-02'")]),
    ),
    (
        "extension",
        "OFFICE_REVIEW",
        For(&[listed("EXTENSION_TO_REVIEW", "office.staff", "update extension set state = 'OFFICE_REVIEW'")]),
    ),
    (
        "extension",
        "LEADER_APPROVAL",
        For(&[listed("EXTENSION_TO_APPROVE", "city.leader", "update extension set state = 'LEADER_APPROVAL'")]),
    ),
    (
        "adjustment",
        "DRAFT",
        For(&[listed("ADJUSTMENT_TO_FILE", "kw.reporter", "update adjustment set state = 'DRAFT'")]),
    ),
    (
        "adjustment",
        "UNIT_LEADER",
        For(&[listed("ADJUSTMENT_TO_SIGN", "kw.leader", "update adjustment set state = 'UNIT_LEADER', filed_on = '2026-03-02'")]),
    ),
    (
        "adjustment",
        "OFFICE_REVIEW",
        For(&[listed("ADJUSTMENT_TO_REVIEW", "office.staff", "update adjustment set state = 'OFFICE_REVIEW'")]),
    ),
    (
        "adjustment",
        "LEADER_APPROVAL",
        For(&[
            listed("ADJUSTMENT_TO_APPROVE", "city.leader", "update adjustment set state = 'LEADER_APPROVAL'"),
            listed("ADJUSTMENT_TO_CARRY_OUT", "city.leader", "update adjustment set state = 'APPROVED', decided_at = now()"),
        ]),
    ),
    ("notice", "DRAFT", For(&[listed("NOTICE_TO_SEND", "office.staff", "update notice set state = 'DRAFT'")])),
    (
        "notice",
        "PENDING_SIGNATURE",
        For(&[listed("NOTICE_TO_SIGN", "office.head", "update notice set state = 'PENDING_SIGNATURE'")]),
    ),
    (
        "notice",
        "ISSUED",
        For(&[listed(
            "NOTICE_TO_RECEIVE",
            "kw.reviewer",
            "update notice set state = 'ISSUED', issued_on = '2026-03-02', number = 1, printed_number = '1号',
                receive_by = '2026-03-03', reply_by = '2026-03-09'",
        )]),
    ),
    ("notice", "RECEIVED", For(&[listed("NOTICE_TO_ANSWER", "kw.reporter", "update notice set state = 'RECEIVED'")])),
    ("notice", "RETURNED", For(&[listed("NOTICE_TO_ANSWER", "kw.leader", "update notice set state = 'RETURNED'")])),
    (
        "notice",
        "ANSWERED",
        For(&[listed("NOTICE_TO_SETTLE", "office.staff", "update notice set state = 'ANSWERED', answered_on = '2026-03-03'")]),
    ),
    ("batch", "DRAFT", Nobody("a draft of the office that nobody else has seen; its tasks wait as TASK_TO_ISSUE")),
    (
        "batch",
        "CONSULTING",
        For(&[
            listed("BATCH_TO_COMMENT", "kw.reviewer", "update batch set state = 'CONSULTING', comments_due_on = '2026-03-13'"),
            listed("BATCH_TO_SUBMIT", "office.staff", "update batch set comments_due_on = '2026-03-01'"),
            listed("BATCH_TO_APPROVE", "city.leader", "update batch set submitted_at = now()"),
        ]),
    ),
    ("batch", "APPROVED", For(&[listed("BATCH_TO_ISSUE", "office.head", "update batch set state = 'APPROVED', approved_at = now()")])),
    ("batch", "ISSUED", Nobody("its tasks wait to be signed for")),
    ("annual_item", "DRAFT", For(&[listed("ANNUAL_TO_ISSUE", "office.head", "")])),
    (
        "annual_item",
        "IN_PROGRESS",
        For(&[listed(
            "ANNUAL_TO_CLOSE",
            "kw.leader",
            "update annual_item set state = 'IN_PROGRESS', issued_at = now(), target = '下线', due_on = '2026-03-17'",
        )]),
    ),
    (
        "annual_item",
        "PENDING_CLOSURE",
        For(&[listed(
            "ANNUAL_CLOSURE",
            "office.head",
            "update annual_item set state = 'PENDING_CLOSURE', closure_applied_on = '2026-03-02'",
        )]),
    ),
    (
        "contribution",
        "NOT_STARTED",
        For(&[listed("CONTRIBUTION_TO_WRITE", "hd.reporter", "update contribution set state = 'NOT_STARTED'")]),
    ),
    (
        "contribution",
        "DRAFT",
        For(&[listed("CONTRIBUTION_TO_WRITE", "hd.reporter", "update contribution set state = 'DRAFT'")]),
    ),
    ("contribution", "WAIVED", Nobody("the lead does without it")),
    ("contribution", "SUBMITTED", Nobody("the lead merges it while writing the report, which waits")),
];

fn states<S: ActiveEnum<Value = String> + Copy + PartialEq, A: Copy + PartialEq>(
    subject: &'static str,
    workflow: &Workflow<S, A>,
) -> Vec<(&'static str, String)> {
    let from = workflow.rows.iter().flat_map(|row| row.from.iter());
    from.map(|state| (subject, state.to_value())).collect()
}

#[test]
fn every_state_that_somebody_can_move_waits_for_somebody_or_says_why_not() {
    let mut all = states("task", &tasks::WORKFLOW);
    all.extend(states("report", &reports::WORKFLOW));
    all.extend(states("extension", &extensions::WORKFLOW));
    all.extend(states("adjustment", &adjustments::WORKFLOW));
    all.extend(states("notice", &supervision::WORKFLOW));
    all.extend(states("batch", &batches::WORKFLOW));
    all.extend(states("annual_item", &annual::WORKFLOW));
    all.extend(states("contribution", &contributions::WORKFLOW));
    for (subject, state) in &all {
        assert!(WAITS.iter().any(|(of, at, _)| of == subject && at == state), "{subject} in {state} is in no list");
    }
    for (subject, state, waits) in WAITS {
        assert!(all.iter().any(|(of, at)| of == subject && at == state), "{subject} in {state} cannot be moved");
        let said = match waits {
            For(listed) => !listed.is_empty(),
            Nobody(reason) => !reason.is_empty(),
        };
        assert!(said, "{subject} in {state}");
    }
}

async fn kinds(who: &Caller) -> Vec<String> {
    let work = who.get("/work").await.expect(200);
    work["waiting"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
}

/// One of each kind of thing, none of it moved yet.
async fn one(w: &World, subject: &str) {
    match subject {
        "task" => drop(w.drafted("市科委").await),
        "report" => drop(w.written("市科委").await),
        "batch" => drop(w.batch().await),
        "contribution" => {
            w.first_quarter().await;
            w.travel_to("2026-03-26").await;
            w.contributed("市科委", "海淀区", false).await;
        }
        "annual_item" => {
            w.in_progress("市科委").await;
            w.drawn_up(2026).await;
        }
        _ => {
            let task = w.in_progress("市科委").await;
            let asked = |purpose: Option<&str>| match purpose {
                None => json!({ "asked_on": "2027-01-31", "cause": "推迟", "progress": "过半", "submit": false }),
                Some(_) => json!({ "purpose": "SUSPEND", "reason": "等待批复", "proposal": {}, "submit": false }),
            };
            let place = format!("{}/{subject}s", path("tasks", &task));
            let unit = w.reporter("市科委");
            match subject {
                "extension" => unit.post(&place).json(&asked(None)).await.expect(201),
                "adjustment" => unit.post(&place).json(&asked(Some("SUSPEND"))).await.expect(201),
                _ => {
                    let notice =
                        json!({ "task_id": task["id"], "level": "SUPERVISION", "demand": "请说明", "reason": "批示" });
                    w.office_staff().post("/notices").json(&notice).await.expect(201)
                }
            };
        }
    }
}

async fn goes_through(subject: &str) {
    let w = World::new().await;
    one(&w, subject).await;
    // Only the rows of this subject, in the order of its way.
    for (_, state, waits) in WAITS.iter().filter(|(of, ..)| *of == subject) {
        let For(places) = waits else { continue };
        for place in *places {
            if !place.sql.is_empty() {
                w.sql(place.sql).await;
            }
            let waiting = kinds(&w.person(place.who)).await;
            assert!(waiting.contains(&place.kind.to_owned()), "{subject} {state}: {waiting:?} of {}", place.who);
            let counts: Value = w.person(place.who).get("/me").await.expect(200)["counts"].clone();
            let backlog = ["TASK_TO_ISSUE", "CLAUSES_UNCOVERED", "NOTICE_TO_SEND", "ANNUAL_TO_ISSUE"];
            if !backlog.contains(&place.kind) {
                assert!(counts["work"].as_i64().unwrap() > 0, "{subject} {state} counts beside the menu");
            }
        }
    }
}

#[tokio::test]
async fn tasks_wait_where_they_are_to_be_signed_settled_closed_and_checked() {
    goes_through("task").await;
}

#[tokio::test]
async fn reports_wait_for_the_writer_and_both_reviewers() {
    goes_through("report").await;
}

#[tokio::test]
async fn requests_wait_on_each_step_of_their_chain() {
    goes_through("extension").await;
    goes_through("adjustment").await;
}

#[tokio::test]
async fn notices_wait_for_the_office_and_the_unit_in_turn() {
    goes_through("notice").await;
}

#[tokio::test]
async fn batches_wait_for_units_the_office_the_leader_and_the_head() {
    goes_through("batch").await;
}

#[tokio::test]
async fn annual_items_wait_to_be_issued_applied_for_and_accepted() {
    goes_through("annual_item").await;
    let w = World::new().await;
    w.in_progress("市科委").await;
    let book = w.issued_book(2026).await;
    w.sql("update annual_item set state = 'PENDING_CLOSURE', closure_applied_on = '2026-03-02'").await;
    let waiting = w.office_head().get("/work").await.expect(200)["waiting"].clone();
    let item = waiting.as_array().unwrap().iter().find(|item| item["kind"] == "ANNUAL_CLOSURE").unwrap();
    assert_eq!((&item["annual_item"]["book_id"], &item["annual_item"]["year"]), (&book["id"], &json!(2026)));
    assert_eq!(item["task"]["title"], "人形机器人小批量量产");
}

#[tokio::test]
async fn the_parts_of_supporting_organisations_wait_for_them() {
    goes_through("contribution").await;
}
