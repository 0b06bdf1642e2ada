//! Organisations that change: names of their day, and the handover of one that is merged, split or ends.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{ask::Answer, story::path, supervision::supervised, world::World};

async fn place(w: &World, unit: &str, rest: &str) -> String {
    format!("/organisations/{}/{rest}", w.organisation(unit).await)
}

async fn hand_over(w: &World, unit: &str, body: Value) -> Answer {
    w.office_head().post(&place(w, unit, "handovers").await).json(&body).await
}

#[expect(clippy::too_many_lines, reason = "one story from the look before to the life after")]
#[tokio::test]
async fn a_merged_organisation_hands_over_everything_that_is_open() {
    let w = World::new().await;
    let report = w.submitted("市科委").await;
    let task = w.office_staff().get(&path("tasks", &report["task"])).await.expect(200);
    let mut supported = w.new_task("海淀区").await;
    supported["supporting_org_ids"] = json!([w.organisation("市科委").await]);
    supported["responsible_org_ids"] = json!([w.organisation("市经信局").await]);
    let supported = w.office_staff().post("/tasks").json(&supported).await.expect(201);
    let later = json!({ "asked_on": "2027-01-31", "cause": "设备推迟", "progress": "厂房完成", "submit": true });
    w.reporter("市科委").post(&format!("{}/extensions", path("tasks", &task))).json(&later).await.expect(201);

    let before = w.office_head().get(&place(&w, "市科委", "open-work").await).await.expect(200);
    let open = before["tasks"].as_array().unwrap();
    let seen: Vec<(&Value, &Value, &Value, &Value)> =
        open.iter().map(|each| (&each["duty"], &each["milestones"], &each["reports"], &each["requests"])).collect();
    assert_eq!(
        seen,
        [(&json!("LEAD"), &json!(2), &json!(1), &json!(1)), (&json!("SUPPORTING"), &json!(2), &json!(0), &json!(0))]
    );
    assert_eq!(before["people"], 4);

    let successor = w.organisation("市经信局").await;
    let receipts: Vec<Value> =
        open.iter().map(|each| json!({ "task_id": each["task_id"], "organisation_id": successor })).collect();
    let merge = |receipts: &[Value]| json!({ "reason": "机构改革方案", "receipts": receipts, "successor_id": successor, "ends": true });
    let digest = w.digest().await;
    let left = hand_over(&w, "市科委", merge(&receipts[..1])).await.refused(409, "handover_incomplete");
    assert_eq!(left["facts"]["left"], 1);
    assert_eq!(w.digest().await, digest, "all or nothing");

    let after = hand_over(&w, "市科委", merge(&receipts)).await.expect(200);
    assert_eq!((&after["tasks"], &after["people"]), (&json!([]), &json!(0)));
    let kept = &after["handovers"][0];
    assert_eq!((&kept["people"], &kept["items"][0]["receiver"]), (&json!(4), &json!("北京市经济和信息化局")));
    assert_eq!(kept["items"].as_array().unwrap().len(), 2);
    let moved = w.office_staff().get(&path("tasks", &task)).await.expect(200);
    assert_eq!((&moved["lead"]["short_name"], &moved["liaison"]), (&json!("市经信局"), &task["liaison"]));
    assert_eq!(
        (&moved["history"][0]["action"], &moved["history"][0]["comment"]),
        (&json!("hand_over"), &json!("北京市科学技术委员会 → 北京市经济和信息化局"))
    );
    let other = w.office_staff().get(&path("tasks", &supported)).await.expect(200);
    assert_eq!((&other["supporting"], &other["responsible"][0]["short_name"]), (&json!([]), &json!("市经信局")));

    // The pending review is the successor's now, also for those who came along.
    let report = w.reviewer("市经信局").get(&path("reports", &report)).await.expect(200);
    let passed = w.step_of_report(&w.reviewer("市科委"), &report, json!({ "action": "pass" })).await;
    assert_eq!(passed["state"], "OFFICE_REVIEW");
    assert_eq!(w.unit_leader("市经信局").get("/work").await.expect(200)["waiting"][0]["kind"], "EXTENSION_TO_SIGN");
    let mut new = w.new_task("市科委").await;
    new["title"] = json!("另一项");
    assert_eq!(w.office_staff().post("/tasks").json(&new).await.wrong_fields(), ["/lead_org_id"]);
    let trail =
        "select count(*) as it from audit_event where action = 'organisation.hand_over' and outcome = 'SUCCESS'";
    assert_eq!(w.number(trail).await, 1);
    assert!(w.try_sql("delete from handover").await.unwrap_err().contains("never changed"));
}

#[tokio::test]
async fn a_split_gives_each_task_to_its_own_receiver() {
    let w = World::new().await;
    let (one, two) = (w.in_progress("市科委").await, w.in_progress("市科委").await);
    let (jx, hd) = (w.organisation("市经信局").await, w.organisation("海淀区").await);
    let receipts = json!([
        { "task_id": one["id"], "organisation_id": jx }, { "task_id": two["id"], "organisation_id": hd } ]);
    let split = json!({ "reason": "职责划转", "receipts": receipts, "ends": false });
    let after = hand_over(&w, "市科委", split).await.expect(200);
    assert_eq!((&after["people"], &after["valid_to"]), (&json!(4), &Value::Null));
    let lead = async |task: &Value| {
        let task = w.office_staff().get(&path("tasks", task)).await.expect(200);
        (task["lead"]["short_name"].clone(), task["liaison"].clone())
    };
    assert_eq!(lead(&one).await, (json!("市经信局"), Value::Null));
    assert_eq!(lead(&two).await, (json!("海淀区"), Value::Null));
    w.reporter("市科委").get(&path("tasks", &one)).await.refused(404, "not_found");
}

#[tokio::test]
async fn every_wrong_field_of_a_handover_is_named() {
    let w = World::new().await;
    let task = w.in_progress("市科委").await;
    let own = w.organisation("市科委").await;
    let wrong = json!({ "reason": " ", "successor_id": own, "receipts": [
        { "task_id": task["id"], "organisation_id": own }, { "task_id": Uuid::nil(), "organisation_id": Uuid::nil() } ] });
    assert_eq!(
        hand_over(&w, "市科委", wrong).await.wrong_fields(),
        [
            "/reason",
            "/receipts/0/organisation_id",
            "/receipts/1/task_id",
            "/receipts/1/organisation_id",
            "/successor_id"
        ]
    );
    let nothing = json!({ "reason": "职责划转", "receipts": [] });
    assert_eq!(hand_over(&w, "市科委", nothing).await.wrong_fields(), ["/receipts"]);
    let missing = format!("/organisations/{}/open-work", Uuid::now_v7());
    w.office_staff().get(&missing).await.refused(404, "not_found");
    w.system_admin().get(&place(&w, "市科委", "open-work").await).await.refused(403, "forbidden");
}

#[tokio::test]
async fn what_was_said_before_a_new_name_keeps_the_old_one() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    w.travel_to("2026-06-01").await;
    let admin = w.system_admin();
    let list = admin.get("/organisations?q=%E5%B8%82%E7%A7%91%E5%A7%94").await.expect(200);
    let organisation = list["items"][0].clone();
    let new = |from: &str| {
        json!({ "name": "北京市科学技术委员会、中关村科技园区管理委员会", "short_name": "市科委中关村", "from": from,
            "reason": "京编〔2026〕1号" })
    };
    let names = place(&w, "市科委", "names").await;
    admin.post(&names).json(&new("2026-05-01")).await.refused(428, "version_missing");
    let early = json!({ "id": organisation["id"], "version": organisation["version"] });
    let mut blank = new("2026-07-01");
    blank["reason"] = json!("");
    assert_eq!(admin.post(&names).json(&blank).seen(&early).await.wrong_fields(), ["/reason", "/from"]);
    w.office_head().post(&names).json(&new("2026-05-01")).seen(&early).await.refused(403, "forbidden");
    let renamed = admin.post(&names).json(&new("2026-05-01")).seen(&organisation).await.expect(200);
    assert_eq!(renamed["name"], "北京市科学技术委员会、中关村科技园区管理委员会");
    assert_eq!(renamed["aliases"], json!(["北京市科学技术委员会", "市科委"]));

    let then = w.office_staff().get(&path("reports", &report)).await.expect(200);
    assert_eq!(then["task"]["lead"]["name"], "北京市科学技术委员会", "a report keeps the name of its day");
    let task = w.office_staff().get(&path("tasks", &report["task"])).await.expect(200);
    assert_eq!(task["lead"]["name"], renamed["name"]);
    let on = async |day: &str| {
        let id = organisation["id"].as_str().unwrap();
        w.one(&format!("select organisation_name_on('{id}', '{day}') as it")).await
    };
    assert_eq!(on("2026-04-30").await, "北京市科学技术委员会");
    assert_eq!(on("2026-05-01").await, renamed["name"].as_str().unwrap());
    let again = json!({ "name": "市科委", "short_name": "市科委", "from": "2026-05-01", "reason": "更正" });
    assert_eq!(admin.post(&names).json(&again).seen(&renamed).await.wrong_fields(), ["/from"]);
}

#[tokio::test]
async fn a_name_is_never_written_over() {
    let w = World::new().await;
    let admin = w.system_admin();
    let organisation = admin.get("/organisations?q=%E5%B8%82%E7%A7%91%E5%A7%94").await.expect(200)["items"][0].clone();
    let place = path("organisations", &organisation);
    let before = w.digest().await;
    let other = json!({ "name": "另一个名称", "short_name": "另称", "sort_order": 61 });
    let refused = admin.patch(&place).json(&other).seen(&organisation).await;
    assert_eq!(refused.wrong_fields(), ["/name", "/short_name"]);
    assert_eq!(w.digest().await, before);
    // The form sends what it shows; the names as they are do no harm.
    let same = json!({ "name": organisation["name"], "short_name": organisation["short_name"], "sort_order": 61 });
    let changed = admin.patch(&place).json(&same).seen(&organisation).await.expect(200);
    assert_eq!((&changed["sort_order"], &changed["former_names"]), (&json!(61), &json!([])));
}

#[expect(clippy::too_many_lines, reason = "one list of places, each looked at")]
#[tokio::test]
async fn what_is_over_keeps_the_name_of_its_day_everywhere() {
    let w = World::new().await;
    let report = w.approved("市科委").await;
    let closed = w.closed().await;
    let open = w.in_progress("市科委").await;
    let notice = supervised(&w, &open).await;
    w.travel_to("2026-06-01").await;
    let admin = w.system_admin();
    let found = admin.get("/organisations?q=%E5%B8%82%E7%A7%91%E5%A7%94").await.expect(200)["items"][0].clone();
    let new = json!({ "name": "北京市科学技术局", "short_name": "市科局", "from": "2026-06-01", "reason": "京编〔2026〕1号" });
    let names = place(&w, "市科委", "names").await;
    let renamed = admin.post(&names).json(&new).seen(&found).await.expect(200);
    let former = json!([{ "name": "北京市科学技术委员会", "short_name": "市科委", "valid_until": "2026-05-31",
        "reason": "京编〔2026〕1号" }]);
    assert_eq!(renamed["former_names"], former);

    let staff = w.office_staff();
    let names = |view: &Value| format!("{}/{}", view["name"].as_str().unwrap(), view["short_name"].as_str().unwrap());
    let (old, now) = ("北京市科学技术委员会/市科委", "北京市科学技术局/市科局");
    let view = staff.get(&path("reports", &report)).await.expect(200);
    assert_eq!(names(&view["task"]["lead"]), old);
    assert_eq!(view["submitted_by"]["organisation"], "市科委", "who wrote it is named as on that day");
    assert_eq!(view["history"][0]["actor"]["organisation"], "统筹办");
    let list = staff.get("/reports").await.expect(200);
    assert_eq!(names(&list["items"][0]["task"]["lead"]), old);
    assert_eq!(names(&staff.get(&path("notices", &notice)).await.expect(200)["addressee"]), old);
    assert_eq!(names(&staff.get(&path("tasks", &closed)).await.expect(200)["lead"]), old);
    assert_eq!(
        names(&staff.get(&path("tasks", &open)).await.expect(200)["lead"]),
        now,
        "what is under way is of today"
    );
    let tasks = staff.get("/tasks?limit=50").await.expect(200);
    let seen: Vec<(&Value, String)> =
        tasks["items"].as_array().unwrap().iter().map(|each| (&each["state"], names(&each["lead"]))).collect();
    assert!(seen.contains(&(&json!("CLOSED"), old.to_owned())), "{seen:?}");
    assert!(seen.contains(&(&json!("IN_PROGRESS"), now.to_owned())), "{seen:?}");
    let cycle = &report["cycle"];
    let page = staff.get(&path("cycles", cycle)).await.expect(200);
    assert_eq!(names(&page["units"][0]["organisation"]), old, "a cycle of before");
    let ledger = String::from_utf8(w.taken_out(&staff, "CLOSING", "CSV").await).unwrap();
    assert!(ledger.contains("市科委") && ledger.contains("市科局"), "{ledger}");
    let events = "select string_agg(distinct actor_organisation, ',') as it from audit_event
        where action = 'report.submit'";
    assert_eq!(w.one(events).await, "市科委", "the trail is words of its day");
}
