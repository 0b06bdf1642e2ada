//! What the words of a measure propose: matched to the organisations of the day, never stored.

use serde_json::{Value, json};

use crate::world::World;

/// The suggestions of the measure with this number.
async fn of_measure(w: &World, number: u32) -> Value {
    let id = w.one(&format!("select id::text as it from measure where number = {number}")).await;
    w.office_staff().get(&format!("/measures/{id}/suggestions")).await.expect(200)
}

#[tokio::test]
async fn the_ministry_is_proposed_where_the_plan_puts_it_in_charge() {
    let w = World::new().await;
    let found = of_measure(&w, 50).await;
    let unit = found["texts"].as_array().unwrap().iter().flat_map(|text| text["units"].as_array().unwrap());
    let unit = unit.clone().find(|unit| unit["quote"]["words"] == "工业和信息化部").unwrap();
    assert_eq!((&unit["duty"], &unit["organisation"]["short_name"]), (&json!("RESPONSIBLE"), &json!("工信部")));
}

#[tokio::test]
async fn places_are_code_points_of_the_sentence() {
    let w = World::new().await;
    let found = of_measure(&w, 7).await;
    let mut quotes = 0;
    for text in found["texts"].as_array().unwrap() {
        let words: Vec<char> = text["text"].as_str().unwrap().chars().collect();
        let hints = text["deliverables"].as_array().unwrap();
        for hint in hints {
            let place = |name: &str| usize::try_from(hint["quote"][name].as_u64().unwrap()).unwrap();
            let cut: String = words[place("start")..place("end")].iter().collect();
            assert_eq!(cut, hint["quote"]["words"].as_str().unwrap());
            quotes += 1;
        }
    }
    assert!(quotes > 0, "{found}");
}

#[tokio::test]
async fn a_note_below_a_measure_proposes_leads_supporters_and_a_day() {
    let w = World::new().await;
    w.sql(
        "update measure set items = jsonb_build_array(jsonb_build_object('printed', null, 'title', null, 'text',
            '（牵头单位：北京市科学技术委员会、中关村科技园区管理委员会；配合单位：市经信局、各区政府；完成时限：２０２６年底前）'))
         where number = 28;
         update organisation set aliases = array['北京市科学技术委员会、中关村科技园区管理委员会'] where code = 'kw'",
    )
    .await;
    let found = of_measure(&w, 28).await;
    let note = found["texts"].as_array().unwrap().iter().find(|text| text["item"] == 0).unwrap();
    let units: Vec<(&Value, &Value, &Value)> = note["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| (&unit["duty"], &unit["quote"]["words"], &unit["organisation"]["short_name"]))
        .collect();
    assert_eq!(
        units,
        [
            (&json!("LEAD"), &json!("北京市科学技术委员会、中关村科技园区管理委员会"), &json!("市科委")),
            (&json!("SUPPORTING"), &json!("市经信局"), &json!("市经信局")),
            (&json!("SUPPORTING"), &json!("各区政府"), &Value::Null),
        ]
    );
    assert_eq!((&note["dates"][0]["due_on"], &note["clause_id"]), (&json!("2026-12-31"), &Value::Null));
}

#[tokio::test]
async fn an_organisation_that_ended_is_proposed_no_more() {
    let w = World::new().await;
    w.sql("update organisation set valid_to = '2026-03-01' where code = 'miit'").await;
    let found = of_measure(&w, 50).await;
    let units = found["texts"].as_array().unwrap().iter().flat_map(|text| text["units"].as_array().unwrap());
    assert!(units.clone().all(|unit| unit["organisation"]["short_name"] != "工信部"), "{found}");
}

#[tokio::test]
async fn asking_stores_nothing_and_a_missing_measure_is_missing() {
    let w = World::new().await;
    let before = w.digest().await;
    of_measure(&w, 1).await;
    w.office_staff().get(&format!("/measures/{}/suggestions", uuid::Uuid::now_v7())).await.refused(404, "not_found");
    assert_eq!(w.digest().await, before);
}
