//! What a page costs the database: one statement for a list and one for its total, at most two for a detail.

use crate::{scene::Scene, story::path, tasks::ledger, world::World};

/// The look-up of the caller comes before everything else.
const CALLER: usize = 1;

/// The statements of one request, in a house where the same was asked before.
async fn cost(w: &World, who: &crate::ask::Caller, place: &str) -> Vec<String> {
    who.get(place).await.expect(200);
    w.statements();
    who.get(place).await.expect(200);
    w.statements()
}

#[tokio::test]
async fn a_list_is_one_statement_and_its_total() {
    let w = World::new().await;
    ledger(&w).await;
    w.passed("市科委").await;
    let staff = w.office_staff();
    let lists = [
        (&staff, "/tasks?limit=200".to_owned()),
        (&staff, "/tasks?sort=-days_late&light=OVERDUE".to_owned()),
        (&w.reporter("市科委"), "/tasks".to_owned()),
        (&staff, "/reports".to_owned()),
        (&staff, "/evidence".to_owned()),
        (&staff, "/cycles".to_owned()),
        (&staff, "/organisations".to_owned()),
        (&staff, "/plans".to_owned()),
        (&w.system_admin(), "/users".to_owned()),
        (&w.audit_admin(), "/audit-events".to_owned()),
    ];
    for (who, place) in lists {
        let sent = cost(&w, who, &place).await;
        assert!(sent.len() <= CALLER + 2, "{place} sent {}:\n{}", sent.len(), sent.join("\n---\n"));
    }
    // Below a plan, the plan is looked for first.
    let sent = cost(&w, &staff, &format!("/plans/{}/clauses?limit=200", w.plan().await)).await;
    assert!(sent.len() <= CALLER + 3, "{}", sent.join("\n---\n"));
}

#[tokio::test]
async fn a_detail_is_at_most_two_statements() {
    let w = World::new().await;
    let scene = Scene::open(&w).await;
    let staff = w.office_staff();
    let details = [path("tasks", &scene.task), path("reports", &scene.report), path("evidence", &scene.evidence)];
    for place in details {
        let sent = cost(&w, &staff, &place).await;
        assert!(sent.len() <= CALLER + 2, "{place} sent {}:\n{}", sent.len(), sent.join("\n---\n"));
    }
}

#[tokio::test]
async fn the_cost_of_a_page_does_not_grow_with_its_rows() {
    let w = World::new().await;
    ledger(&w).await;
    let staff = w.office_staff();
    for place in ["/tasks", "/work", "/me"] {
        let few = cost(&w, &staff, place).await.len();
        w.drafted("海淀区").await;
        w.issued("海淀区").await;
        assert_eq!(cost(&w, &staff, place).await.len(), few, "{place}");
    }
    let wall = format!("/plans/{}/measures", w.plan().await);
    let few = cost(&w, &staff, &wall).await.len();
    w.issued("市科委").await;
    assert_eq!(cost(&w, &staff, &wall).await.len(), few);
}
