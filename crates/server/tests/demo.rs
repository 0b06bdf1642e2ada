//! The demonstration loaded into a real database: complete, consistent, and telling every story it promises.

#![allow(clippy::expect_used, reason = "what a test cannot prepare, it cannot go on without")]

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command, sync::Arc};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use luoshi_app::{
    app::{App, Clock, Settings},
    demo::{self, DemoError, Loaded},
    files::Store,
    people::{own, password::Hasher, session},
    plans::{builtin, queries as plans},
    sql::{self, statement},
};
use luoshi_server::postgres::{Durability, Postgres};
use sea_orm::Database;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// A house of one test on a server of its own, both gone when the test ends.
struct House {
    app: Arc<App>,
    _postgres: Postgres,
    _folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

impl House {
    /// An empty house at ten in the morning of that day in Beijing.
    async fn on(day: &str) -> House {
        let folder = Folder(std::env::temp_dir().join(format!("luoshi-demo-{}", uuid::Uuid::now_v7())));
        let postgres = Postgres::start(&folder.0, Durability::Throwaway).expect("a server");
        let db = Database::connect(postgres.url("postgres")).await.expect("a database");
        luoshi_migrations::up(&db).await.expect("a schema");
        let day: NaiveDate = day.parse().expect("a day");
        let now = day.and_hms_opt(10, 0, 0).expect("a time").and_utc() - TimeDelta::hours(8);
        let app = Arc::new(App {
            db,
            files: Store::open(&folder.0.join("files")).expect("a store"),
            clock: Clock::at(now),
            settings: Settings::default(),
            hasher: Hasher::new().expect("a hasher"),
            demo: true,
        });
        House { app, _postgres: postgres, _folder: folder }
    }

    async fn ask<T: DeserializeOwned>(&self, sql: &str) -> Vec<T> {
        sql::rows(&self.app.db, statement(sql, [])).await.expect("an answer")
    }

    async fn counts(&self, column: &str, table: &str) -> BTreeMap<String, i64> {
        let sql = format!("select jsonb_build_array({column}, count(*)) as view from {table} group by {column}");
        self.ask::<(String, i64)>(&sql).await.into_iter().collect()
    }

    async fn number(&self, from: &str) -> i64 {
        let sql = format!("select to_jsonb(count(*)) as view from {from}");
        self.ask::<i64>(&sql).await.pop().expect("a number")
    }
}

fn counted<const N: usize>(counts: [(&str, i64); N]) -> BTreeMap<String, i64> {
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_has_its_light_and_every_state_its_report() {
    let house = House::on("2026-11-22").await;
    assert_eq!(demo::load(&house.app, |_| ()).await.expect("loaded"), Loaded::Now { tasks: 125 });
    // 65 on track, 8 late but done, 17 with a report under way, 2 waiting for closure; 4 + 3 + 1 have not begun, 2 are before the units.
    let lights = [
        ("ON_TRACK", 92),
        ("AT_RISK", 9),
        ("OVERDUE", 9),
        ("COMPLETED", 6),
        ("COMPLETED_LATE", 1),
        ("NOT_STARTED", 10),
    ];
    assert_eq!(house.counts("light", "task").await, counted(lights));
    let reports = house.counts("state", "report").await;
    assert_eq!((reports["RETURNED"], reports["UNIT_REVIEW"], reports["OFFICE_REVIEW"]), (4, 4, 6));
    assert_eq!((reports["DRAFT"], reports["WAIVED"]), (3, 2));
    assert!(reports["APPROVED"] > 350, "{reports:?}");
    assert!(house.number("report where no_change and state = 'APPROVED'").await >= 5);
    reasons_name_the_story(&house).await;
    plan_is_covered(&house).await;
    everything_is_a_sample(&house).await;
    personas_have_work(&house).await;
    evidence_is_on_disk(&house).await;
    history_is_in_order(&house).await;
}

async fn reasons_name_the_story(house: &House) {
    let reasons = "select jsonb_build_array(t.light_reasons -> 0 ->> 'code', count(*)) as view
        from task t where t.light in ('AT_RISK', 'OVERDUE') group by t.light_reasons -> 0 ->> 'code'";
    let reasons: BTreeMap<String, i64> = house.ask::<(String, i64)>(reasons).await.into_iter().collect();
    let expected = [("MILESTONE_OVERDUE", 9), ("MILESTONE_OVERDUE_GT_G", 4), ("KEY_MILESTONE_OVERDUE", 5)];
    assert_eq!(reasons, counted(expected));
    // A light burns since the day it changed, not since the day of loading.
    assert_eq!(house.number("task where light = 'AT_RISK' and light_since = '2026-11-16'").await, 9);
    assert_eq!(house.number("task where light = 'OVERDUE' and light_since >= '2026-11-21'").await, 0);
    assert_eq!(house.number("task where light_on <> '2026-11-22'").await, 0);
    let late = "milestone where state = 'ACCEPTED' and completed_on > due_on";
    assert_eq!(house.number(late).await, 9);
}

async fn plan_is_covered(house: &House) {
    let office = session::as_account(&house.app, "qinyuan").await.expect("an account");
    let plan: Vec<uuid::Uuid> = house.ask("select to_jsonb(id) as view from plan").await;
    let coverage = plans::coverage(&office, plan[0]).await.expect("coverage");
    assert_eq!((coverage.covered, coverage.total), (186, 186));
    assert_eq!((coverage.headings_covered, coverage.headings_total), (5, 5));
}

async fn everything_is_a_sample(house: &House) {
    for table in ["organisation", "account", "task"] {
        assert_eq!(house.number(&format!("{table} where not is_sample")).await, 0, "{table}");
    }
    assert_eq!(house.number("account where password_hash is not null").await, 0);
    assert_eq!(house.number("plan where state = 'ACTIVE'").await, 1);
}

async fn personas_have_work(house: &House) {
    let personas = own::personas(&house.app).await.expect("cards").personas;
    let logins: Vec<&str> = personas.iter().map(|persona| persona.login.as_str()).collect();
    let expected = [
        "heping",
        "hanrui",
        "qinyuan",
        "zhoumin",
        "linyue",
        "chenzhe",
        "fangwen",
        "xujia",
        "songlei",
        "lixiaochen",
        "sunyi",
        "maning",
        "liqian",
        "wuyue",
    ];
    assert_eq!(logins, expected);
    for persona in personas {
        let waits = ["qinyuan", "zhoumin", "linyue", "chenzhe", "fangwen", "xujia", "songlei", "lixiaochen", "liqian"];
        if waits.contains(&persona.login.as_str()) {
            assert!(persona.waiting > 0, "{persona:?}");
        }
    }
}

async fn evidence_is_on_disk(house: &House) {
    let hashes: Vec<String> = house.ask("select to_jsonb(sha256) as view from evidence").await;
    assert!(hashes.len() > 300, "{}", hashes.len());
    for hash in &hashes {
        let bytes = fs::read(house.app.files.path(hash)).expect("a file");
        assert_eq!(&hex::encode(Sha256::digest(bytes)), hash);
    }
    assert_eq!(house.number("(select 1 from evidence group by sha256 having count(*) > 1) as twice").await, 0);
}

async fn history_is_in_order(house: &House) {
    let now = house.app.clock.now();
    let instants: Vec<DateTime<Utc>> = house.ask("select to_jsonb(at) as view from audit_event order by seq").await;
    assert!(instants.is_sorted());
    assert!(instants.iter().all(|at| *at <= now));
    let refused = "audit_event where outcome = 'REFUSED'";
    assert_eq!(house.number(refused).await, 0);
    // Each step of a task or report stands in the trail too.
    let untold = "step s where not exists (
        select 1 from audit_event a where a.at = s.at and a.object_id = s.subject_id)";
    assert_eq!(house.number(untold).await, 0);
    assert_eq!(house.number("pg_namespace where nspname = 'luoshi_demo_loading'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_loaded_once_and_a_broken_attempt_leaves_no_trace() {
    let house = House::on("2026-07-05").await;
    // What a machine that stopped half-way leaves behind.
    sql::execute(&house.app.db, statement("create schema luoshi_demo_loading", [])).await.expect("a schema");
    sql::execute(&house.app.db, statement("create table luoshi_demo_loading.account ()", [])).await.expect("a table");
    builtin::ensure(&house.app).await.expect("a plan");
    let (one, two) = tokio::join!(demo::load(&house.app, |_| ()), demo::load(&house.app, |_| ()));
    let mut outcomes = [one.expect("loaded"), two.expect("loaded")];
    outcomes.sort_by_key(|outcome| *outcome == Loaded::Before);
    assert_eq!(outcomes, [Loaded::Now { tasks: 125 }, Loaded::Before]);
    assert_eq!((house.number("plan").await, house.number("task").await), (1, 127));
    let lights = house.counts("light", "task").await;
    assert_eq!((lights["AT_RISK"], lights["OVERDUE"], lights["COMPLETED_LATE"]), (9, 9, 1), "{lights:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn real_data_is_left_alone() {
    let house = House::on("2026-11-22").await;
    let real = "insert into organisation (id, code, name, short_name, kind, created_at, updated_at)
        values (gen_random_uuid(), 'a', '甲', '甲', 'OFFICE', now(), now())";
    sql::execute(&house.app.db, statement(real, [])).await.expect("an organisation");
    assert!(matches!(demo::load(&house.app, |_| ()).await, Err(DemoError::RealData)));
    assert_eq!(house.number("account").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_that_comes_with_the_product_is_in_force_once_and_named() {
    let house = House::on("2026-11-22").await;
    let (one, two) = tokio::join!(builtin::ensure(&house.app), builtin::ensure(&house.app));
    one.and(two).expect("a plan");
    builtin::ensure(&house.app).await.expect("the same plan");
    assert_eq!(house.number("plan where state = 'ACTIVE'").await, 1);
    assert_eq!(house.number("measure where short_title_en is not null").await, 50);
    assert_eq!(house.number("audit_event where actor_login = 'system' and actor_id is null").await, 2);
}

#[test]
fn a_document_becomes_a_draft_plan_from_the_command_line() {
    let folder = Folder(std::env::temp_dir().join(format!("luoshi-import-{}", uuid::Uuid::now_v7())));
    fs::create_dir_all(&folder.0).expect("a folder");
    let file = folder.0.join("方案.txt");
    fs::write(&file, "某方案\n一、总体\n1.第一条。甲做事。乙做事。\n2.第二条。丙做事。\n").expect("a file");
    let import = |file: &std::path::Path| {
        let mut luoshi = Command::new(env!("CARGO_BIN_EXE_luoshi"));
        luoshi.env_remove("DATABASE_URL").arg("--data-dir").arg(folder.0.join("data"));
        luoshi.args(["plan", "import", "--json"]).arg(file).output().expect("a process")
    };
    let output = import(&file);
    let stored: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&stored["state"], &stored["counts"]["clauses"]), (&"DRAFT".into(), &3.into()), "{stored}");
    assert!(stored["id"].is_string() && stored["findings"].is_array());
    let missing = import(&folder.0.join("没有.txt"));
    assert_eq!((missing.status.code(), String::from_utf8_lossy(&missing.stderr).lines().count()), (Some(2), 1));
}
