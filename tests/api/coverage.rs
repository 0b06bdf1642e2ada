//! Every operation × every role, from the served document and from a table written by hand; foreign is missing.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    ask::Answer,
    scene::{Operation, Scene},
    world::World,
};

pub const ROLES: [&str; 14] = [
    "OFFICE_STAFF",
    "OFFICE_HEAD",
    "UNIT_REPORTER",
    "UNIT_REVIEWER",
    "UNIT_LEADER",
    "EVALUATOR",
    "EVAL_LEAD",
    "COMMISSIONER",
    "LEADER",
    "MINISTRY_OBSERVER",
    "STAT_OFFICER",
    "SYSTEM_ADMIN",
    "SECURITY_ADMIN",
    "AUDIT_ADMIN",
];

/// Who may call what, written from the field's own words (domain.md 2.1, 2.3, 2.4, 5, 6.5), not from the policy table.
#[expect(clippy::too_many_lines, reason = "a table, one line an operation or two")]
fn expectations() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let office = "OFFICE_STAFF OFFICE_HEAD";
    let all = ROLES.join(" ");
    let business = ROLES[..11].join(" ");
    let readers = ROLES[..10].join(" ");
    let lines: &[(&'static str, &str)] = &[
        ("login refresh_session list_personas login_as_persona get_setup complete_setup", "PUBLIC"),
        ("unsubscribe_mail confirm_mail_address", "PUBLIC"),
        ("get_mail_preferences update_mail_preferences", &all),
        ("get_mail_overview send_test_mail", "SYSTEM_ADMIN"),
        ("logout get_me get_work change_password list_organisations search", &all),
        ("list_notifications mark_notifications_read stream_events", &all),
        (
            "list_plans get_plan get_plan_source list_measures get_timeline get_measure list_clauses get_coverage",
            &business,
        ),
        (
            "list_tasks get_task list_cycles get_dashboard list_changes get_trend list_trend_tasks list_extensions list_adjustments",
            &business,
        ),
        ("get_review_times get_light_limits", &business),
        ("set_light_limits", "OFFICE_HEAD"),
        ("parse_plan import_plan transition_plan update_measure update_clause create_cycle", office),
        ("create_task update_task create_milestone update_milestone delete_milestone get_suggestions", office),
        ("transition_task", "OFFICE_STAFF OFFICE_HEAD UNIT_REVIEWER UNIT_LEADER LEADER"),
        (
            "list_batches get_batch get_batch_diff",
            "OFFICE_STAFF OFFICE_HEAD UNIT_REPORTER UNIT_REVIEWER UNIT_LEADER LEADER",
        ),
        ("create_batch update_batch delete_batch answer_batch_comment", office),
        ("transition_batch", "OFFICE_STAFF OFFICE_HEAD LEADER"),
        ("comment_batch", "UNIT_REVIEWER UNIT_LEADER"),
        ("preview_evidence preview_evidence_content", &readers),
        ("approve_reports", "UNIT_REVIEWER OFFICE_STAFF"),
        (
            "list_reports get_report list_evidence get_evidence download_evidence get_evidence_archive_contents download_evidence_archive",
            &readers,
        ),
        ("create_report update_report upload_evidence update_evidence", "UNIT_REPORTER"),
        ("reuse_evidence replace_evidence remove_evidence submit_reports report_no_change", "UNIT_REPORTER"),
        ("void_evidence", "UNIT_REPORTER OFFICE_STAFF"),
        ("judge_evidence", "OFFICE_STAFF"),
        ("list_held_evidence", "UNIT_REPORTER SECURITY_ADMIN"),
        ("decide_held_evidence", "SECURITY_ADMIN"),
        ("mark_evidence", "UNIT_REPORTER UNIT_REVIEWER OFFICE_STAFF OFFICE_HEAD"),
        ("transition_report", "UNIT_REPORTER UNIT_REVIEWER UNIT_LEADER OFFICE_STAFF"),
        ("create_extension create_adjustment", "UNIT_REPORTER"),
        ("transition_extension transition_adjustment", "UNIT_REPORTER UNIT_LEADER OFFICE_STAFF LEADER"),
        ("list_notices get_notice", &readers),
        ("create_notice", "OFFICE_STAFF OFFICE_HEAD LEADER"),
        ("transition_notice", "OFFICE_STAFF OFFICE_HEAD UNIT_REPORTER UNIT_REVIEWER UNIT_LEADER LEADER"),
        (
            "list_snapshots get_snapshot download_snapshot",
            "OFFICE_STAFF OFFICE_HEAD EVALUATOR EVAL_LEAD COMMISSIONER LEADER MINISTRY_OBSERVER",
        ),
        ("list_bulletins get_bulletin download_bulletin", &business),
        ("create_bulletin update_bulletin", office),
        ("transition_bulletin", "OFFICE_STAFF OFFICE_HEAD LEADER"),
        ("reply_closure", "UNIT_LEADER"),
        ("record_spot_check create_look_back", office),
        ("list_look_backs", "OFFICE_STAFF OFFICE_HEAD EVALUATOR EVAL_LEAD COMMISSIONER LEADER MINISTRY_OBSERVER"),
        ("record_look_back", "OFFICE_STAFF OFFICE_HEAD EVALUATOR EVAL_LEAD"),
        ("get_open_work", office),
        ("hand_over_organisation", "OFFICE_HEAD"),
        (
            "create_organisation update_organisation rename_organisation create_user update_user add_post",
            "SYSTEM_ADMIN",
        ),
        ("ask_contributions take_contribution transition_contribution", "UNIT_REPORTER"),
        ("create_contribution update_contribution upload_contribution_file remove_contribution_file", "UNIT_REPORTER"),
        (
            "list_contributions get_contribution download_contribution_file",
            "OFFICE_STAFF OFFICE_HEAD UNIT_REPORTER UNIT_REVIEWER UNIT_LEADER",
        ),
        ("get_cycle", &business),
        (
            "get_burden preview_cycle move_cycle_deadline get_reporting_rules update_reporting_rules create_reporting_exception end_reporting_exception",
            office,
        ),
        ("waive_reports", "OFFICE_STAFF"),
        ("list_annual_books get_annual_book list_annual_items get_annual_item", &business),
        ("create_annual_book update_annual_item", office),
        ("issue_annual_book", "OFFICE_HEAD"),
        ("transition_annual_item", "OFFICE_STAFF OFFICE_HEAD UNIT_LEADER LEADER"),
        ("get_calendar", &all),
        ("update_calendar_year", "SYSTEM_ADMIN"),
        (
            "list_delegations create_delegation end_delegation",
            "OFFICE_STAFF OFFICE_HEAD UNIT_REPORTER UNIT_REVIEWER UNIT_LEADER COMMISSIONER LEADER MINISTRY_OBSERVER STAT_OFFICER",
        ),
        ("switch_acting switch_post", &all),
        ("list_users get_user get_user_open_work transition_user", "SYSTEM_ADMIN SECURITY_ADMIN"),
        ("create_export get_export download_export", &all),
        (
            "create_table_import get_table_import list_table_import_lines transition_table_import",
            "OFFICE_STAFF OFFICE_HEAD SYSTEM_ADMIN",
        ),
        ("list_rounds get_round", &business),
        ("list_results", &business),
        ("create_round update_round list_evaluators", "COMMISSIONER"),
        ("transition_round record_tie propose_assignments", "EVAL_LEAD COMMISSIONER"),
        ("list_assignments", "EVALUATOR EVAL_LEAD COMMISSIONER"),
        ("create_assignment", "EVAL_LEAD"),
        ("declare_conflict get_scoresheet save_scoresheet submit_scoresheet", "EVALUATOR"),
        ("list_audit_events get_audit_event", "AUDIT_ADMIN"),
    ];
    let words = |line: &str| -> Vec<&'static str> {
        line.split(' ').map(|word| ROLES.into_iter().find(|role| *role == word).unwrap_or("PUBLIC")).collect()
    };
    let mut table = BTreeMap::new();
    for (operations, roles) in lines {
        for operation in operations.split(' ') {
            assert!(
                table.insert(operation, words(roles).into_iter().collect()).is_none(),
                "{operation} is named twice"
            );
        }
    }
    table
}

#[tokio::test]
async fn the_document_and_the_field_agree_on_who_may_do_what() {
    let w = World::empty().await;
    let documented: BTreeMap<String, BTreeSet<String>> = Operation::all(&w)
        .await
        .into_iter()
        .map(|operation| (operation.id.clone(), operation.roles.into_iter().collect()))
        .collect();
    let expected: BTreeMap<String, BTreeSet<String>> = expectations()
        .into_iter()
        .map(|(id, roles)| (id.to_owned(), roles.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(documented, expected);
}

#[tokio::test]
async fn a_stranger_gets_in_nowhere_but_through_the_door() {
    let w = World::new().await;
    let scene = Scene::approved(&w).await;
    let before = w.digest().await;
    for operation in Operation::all(&w).await {
        let answer = scene.ask(&w.stranger(), &operation, "", None).await;
        if operation.is_public() {
            // The demonstration and the first set-up are over or not there; the others let anybody try.
            assert!([200, 401, 404].contains(&answer.status), "{}: {}", operation.id, answer.text());
        } else {
            assert_eq!(answer.status, 401, "{}: {}", operation.id, answer.text());
            answer.refused(401, "unauthenticated");
        }
        // Signing in is the one thing a stranger did.
        w.sql("delete from session where id <> all (select id from session where expires_at > '2090-01-01')").await;
    }
    w.sql("update account set last_login_at = null").await;
    assert_eq!(w.digest().await, before);
}

/// Whether the role may look at what the operation is aimed at.
async fn sees(w: &World, scene: &Scene, operation: &Operation, role: &str) -> bool {
    let Some(target) = scene.target(operation) else { return true };
    let area = operation.path.split('/').nth(1).unwrap();
    let place = match area {
        "milestones" => format!("/tasks/{}", scene.draft["id"].as_str().unwrap()),
        "clauses" => format!("/measures/{}", scene.measure["id"].as_str().unwrap()),
        "organisations" | "calendar" => return true,
        // Only lists tell of what is held.
        "held-evidence" => return false,
        _ => format!("/{area}/{}", target["id"].as_str().unwrap()),
    };
    w.holder_of(role).get(&place).await.status == 200
}

#[tokio::test]
async fn a_role_without_the_right_is_refused_everywhere_and_changes_nothing() {
    let w = World::new().await;
    let scene = Scene::approved(&w).await;
    let before = w.digest().await;
    let mut cells = 0;
    for operation in Operation::all(&w).await.into_iter().filter(|operation| !operation.is_public()) {
        for role in ROLES.iter().filter(|role| !operation.roles.iter().any(|allowed| allowed == **role)) {
            let seen = sees(&w, &scene, &operation, role).await;
            let answer = scene.ask(&w.holder_of(role), &operation, role, None).header("if-match", "\"1\"").await;
            let allowed: &[u16] = if seen { &[403] } else { &[403, 404] };
            assert!(allowed.contains(&answer.status), "{role} {}: {} {}", operation.id, answer.status, answer.text());
            let code = if answer.status == 403 { "forbidden" } else { "not_found" };
            answer.refused(if code == "forbidden" { 403 } else { 404 }, code);
            cells += 1;
        }
    }
    assert_eq!(w.digest().await, before);
    assert!(cells > 350, "only {cells} cells were tried");
}

#[tokio::test]
async fn a_role_with_the_right_is_let_through() {
    let w = World::new().await;
    let scene = Scene::approved(&w).await;
    let mut operations: Vec<Operation> =
        Operation::all(&w).await.into_iter().filter(|operation| !operation.is_public()).collect();
    // Leaving comes last.
    operations.sort_by_key(|operation| operation.id == "logout");
    for operation in operations {
        for role in &operation.roles {
            let mut ask = scene.ask(&w.holder_of(role), &operation, role, None);
            if operation.writes() && operation.path.contains("{id}") {
                // Stale on purpose: let through by the rights, stopped before it changes what the others need.
                ask = ask.header("if-match", "\"999\"");
            }
            let answer = ask.await;
            let refused = [401, 403, 404].contains(&answer.status) || answer.status >= 500;
            assert!(!refused, "{role} {}: {} {}", operation.id, answer.status, answer.text());
        }
    }
}

/// An answer without what may differ between two ids.
fn plain(answer: &Answer, id: &str) -> (u16, String, Vec<String>) {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or_default()))
        .collect();
    headers.sort();
    (answer.status, answer.text().replace(id, "ID"), headers)
}

#[tokio::test]
async fn what_is_foreign_is_missing_in_every_operation() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let before = w.digest().await;
    let mut compared = 0;
    for operation in Operation::all(&w).await {
        let Some(target) = scene.target(&operation) else { continue };
        let area = operation.path.split('/').nth(1).unwrap();
        if !["tasks", "milestones", "reports", "evidence", "notices", "batches", "annual-items"].contains(&area) {
            continue;
        }
        let (foreign, missing) = (target["id"].as_str().unwrap(), Uuid::now_v7().to_string());
        for (who, role) in [
            (w.reporter("海淀区"), "UNIT_REPORTER"),
            (w.reviewer("海淀区"), "UNIT_REVIEWER"),
            (w.unit_leader("海淀区"), "UNIT_LEADER"),
            (w.reporter("市经信局"), "UNIT_REPORTER"),
        ] {
            let version = target["version"].to_string();
            let ask = |id| scene.ask(&who, &operation, role, Some(id)).header("if-match", &format!("\"{version}\""));
            let (one, two) = (ask(foreign).await, ask(&missing).await);
            assert!([403, 404].contains(&one.status), "{role} {}: {}", operation.id, one.text());
            assert_eq!(plain(&one, foreign), plain(&two, &missing), "{role} {}", operation.id);
            compared += 1;
        }
    }
    assert_eq!(w.digest().await, before);
    assert!(compared >= 48, "only {compared} pairs were compared");
}

#[tokio::test]
async fn lists_totals_and_counts_know_nothing_of_the_foreign() {
    let w = World::new().await;
    let reporter = w.reporter("海淀区");
    let places = ["/tasks", "/tasks?sort=-days_late", "/reports", "/evidence", "/work", "/me", "/cycles"];
    w.first_quarter().await;
    w.travel_to("2026-03-26").await;
    let mut before = Vec::new();
    for place in places {
        before.push(reporter.get(place).await.expect(200));
    }
    let task = w.in_progress("市科委").await;
    let cycle = w.office_staff().get("/cycles").await.expect(200)["items"][0].clone();
    let report = w.begun(&task, &cycle, "市科委").await;
    let report = w.complete(&report, "市科委").await;
    w.step_of_report(&w.reporter("市科委"), &report, serde_json::json!({ "action": "submit" })).await;
    for (place, before) in places.iter().zip(before) {
        assert_eq!(reporter.get(place).await.expect(200), before, "{place} tells of another unit");
    }
}

#[tokio::test]
async fn a_foreign_id_in_a_filter_or_a_body_is_a_missing_one() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let stranger = w.reporter("海淀区");
    let missing = Uuid::now_v7().to_string();
    let pairs = [
        ("/reports?task_id=", &scene.task),
        ("/evidence?report_id=", &scene.report),
        ("/evidence?task_id=", &scene.task),
        ("/evidence?milestone_id=", &scene.task["milestones"][0]),
    ];
    for (place, view) in pairs {
        let foreign = stranger.get(&format!("{place}{}", view["id"].as_str().unwrap())).await;
        let none = stranger.get(&format!("{place}{missing}")).await;
        assert_eq!((foreign.status, foreign.text()), (200, none.text()), "{place}");
    }
    let body = |task: &str| serde_json::json!({ "task_id": task, "cycle_id": scene.cycle["id"] });
    let foreign = stranger.post("/reports").json(&body(scene.task["id"].as_str().unwrap())).await;
    let none = stranger.post("/reports").json(&body(&missing)).await;
    assert_eq!((foreign.status, foreign.text()), (422, none.text()));
}
