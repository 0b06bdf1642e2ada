//! The walls: who may know whom, what rules may touch, one vocabulary in Rust and SQL, documentation made from the code.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use luoshi_server::{
    app::{
        evidence,
        exports::{ExportFormat, ExportKind},
        mail::{MailKind, MailLanguage, MailState},
        reports,
        tables::views::ImportState,
        tasks::batches::views::VersionOccasion,
    },
    cli::reference,
    domain::{
        adjustments::Purpose,
        annual::{ItemConclusion, ItemState},
        batches::{
            BatchScope, BatchState,
            comments::{CommentState, CommentVerdict},
        },
        bulletin::BulletinState,
        calendar::PeriodKind,
        closing::{CheckResult, CheckWay, SupportState},
        contributions::ContributionState,
        cycles::{Basis, ExceptionRule, Frequency},
        evaluation::{
            assignment::Speciality,
            independence::TieKind,
            rounds::{RoundKind, RoundState},
        },
        evidence::{EvidenceKind, EvidenceState, FoundIn, HoldState, Publicity, Strength},
        extensions::ExtensionState,
        light::LightCode,
        look_back::LookBackResult,
        notifications::NotificationKind,
        people::OrgKind,
        plans::{LegalStatus, PlanState},
        reports::{CorrectionState, ReportState, Verdict},
        reviews::CallResult,
        supervision::{NoticeBasis, NoticeLevel, NoticeState},
        tables::{LineChange, TableKind},
        tasks::{Conclusion, MilestoneState, Nature, TaskState},
    },
    http::openapi,
    migrations,
};
use sea_orm::{ActiveEnum, EntityTrait, Iterable};
use serde_json::Value;

use crate::world::World;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn metadata(arguments: &[&str]) -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--locked"]).args(arguments);
    let output = cargo.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_crates_know_each_other_in_one_direction_only() {
    let metadata = metadata(&["--no-deps"]);
    let edges: BTreeSet<(String, String)> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|package| {
            let from = package["name"].as_str().unwrap().to_owned();
            let known = package["dependencies"].as_array().unwrap().iter().filter(|known| !known["path"].is_null());
            known.map(move |known| (from.clone(), known["name"].as_str().unwrap().to_owned()))
        })
        .collect();
    let allowed = [
        ("luoshi-api-tests", "luoshi-server"),
        ("luoshi-app", "luoshi-domain"),
        ("luoshi-server", "luoshi-app"),
        ("luoshi-server", "luoshi-domain"),
        ("luoshi-server", "luoshi-migrations"),
    ];
    assert_eq!(edges, allowed.map(|(from, to)| (from.to_owned(), to.to_owned())).into());
}

#[test]
fn rules_cannot_wait_or_touch_the_world() {
    let metadata = metadata(&["--filter-platform", "x86_64-unknown-linux-gnu"]);
    let nodes: BTreeMap<&str, &Value> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().map(|n| (n["id"].as_str().unwrap(), n)).collect();
    let normal = |node: &Value| -> Vec<String> {
        let deps = node["deps"].as_array().unwrap().iter();
        let kept = deps.filter(|d| d["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null()));
        kept.map(|d| d["pkg"].as_str().unwrap().to_owned()).collect()
    };
    let mut wanted: Vec<String> = nodes
        .keys()
        .filter(|id| id.contains("luoshi-domain") || id.contains("crates/domain"))
        .map(|id| (*id).to_owned())
        .collect();
    assert_eq!(wanted.len(), 1);
    let mut known = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if known.insert(id.clone()) {
            wanted.extend(normal(nodes[id.as_str()]));
        }
    }
    // What is resolved for the whole workspace may be more than `domain` alone asks for, so only its own list counts for
    // crates behind features.
    let direct: Vec<&str> =
        normal(nodes.iter().find(|(id, _)| id.contains("crates/domain") || id.contains("luoshi-domain")).unwrap().1)
            .iter()
            .filter_map(|id| metadata["packages"].as_array().unwrap().iter().find(|p| p["id"] == id.as_str()))
            .map(|package| package["name"].as_str().unwrap())
            .collect();
    for forbidden in ["tokio", "sqlx", "actix-web", "reqwest", "luoshi-app", "luoshi-server"] {
        assert!(!direct.contains(&forbidden), "domain depends on {forbidden}");
    }
    let manifest = fs::read_to_string(root().join("crates/domain/Cargo.toml")).unwrap();
    assert!(!manifest.contains("sqlx-") && !manifest.contains("runtime-"), "domain asks sea-orm for a database");
}

#[test]
fn no_rule_reads_a_clock_a_file_or_the_network() {
    const FORBIDDEN: [&str; 11] = [
        "async fn",
        ".await",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::io",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
    ];
    for file in files(&root().join("crates/domain/src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        for word in FORBIDDEN {
            assert!(!text.contains(word), "{} says {word}", file.display());
        }
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.flat_map(|path| if path.is_dir() { files(&path, extension) } else { vec![path] });
    nested.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[test]
fn sql_and_http_stay_on_their_floors() {
    for file in files(&root().join("crates/app/src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["actix_web", "StatusCode", "HttpResponse"] {
            assert!(!text.contains(word), "{} knows HTTP: {word}", file.display());
        }
    }
    for file in files(&root().join("crates/server/src/http"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["from_sql_and_values", "sql::statement", "insert into ", "update account"] {
            assert!(!text.contains(word), "{} knows SQL: {word}", file.display());
        }
    }
}

#[test]
fn every_operation_has_a_rule() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    assert_eq!(openapi::without_rule(&document), Vec::<String>::new());
}

fn words<E: ActiveEnum<Value = String> + Iterable>() -> BTreeSet<String> {
    E::iter().map(|word| word.to_value()).collect()
}

/// The column of each CHECK with a list, and the enum that it must equal.
#[expect(clippy::too_many_lines, reason = "a table, one line a column")]
fn vocabulary() -> BTreeMap<&'static str, BTreeSet<String>> {
    let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    BTreeMap::from([
        ("organisation.kind", words::<OrgKind>()),
        ("plan.legal_status", words::<LegalStatus>()),
        ("plan.state", words::<PlanState>()),
        ("task.nature", words::<Nature>()),
        ("task.state", words::<TaskState>()),
        ("task.closure_conclusion", words::<Conclusion>()),
        ("task.light", words::<LightCode>()),
        ("task_organisation.duty", of(&["RESPONSIBLE", "SUPPORTING"])),
        ("milestone.state", words::<MilestoneState>()),
        ("cycle.kind", words::<PeriodKind>()),
        ("cycle.basis", words::<Basis>()),
        ("reporting_exception.rule", words::<ExceptionRule>()),
        ("reporting_exception.frequency", words::<Frequency>()),
        ("report.state", words::<ReportState>()),
        ("report_milestone.verdict", words::<Verdict>()),
        ("evidence.kind", words::<EvidenceKind>()),
        ("evidence.strength", words::<Strength>()),
        ("held_evidence.state", words::<HoldState>()),
        ("held_evidence.found_in", words::<FoundIn>()),
        ("evidence.publicity", words::<Publicity>()),
        ("evidence.state", words::<EvidenceState>()),
        ("contribution.state", words::<ContributionState>()),
        ("contribution_file.kind", words::<EvidenceKind>()),
        ("contribution_file.publicity", words::<Publicity>()),
        ("snapshot.kind", of(&["DAILY", "CYCLE_END"])),
        ("extension.state", words::<ExtensionState>()),
        ("adjustment.purpose", words::<Purpose>()),
        ("adjustment.state", words::<ExtensionState>()),
        ("closure.conclusion", words::<Conclusion>()),
        ("closure.outcome", of(&["ACCEPTED", "REJECTED"])),
        ("closure_support.state", words::<SupportState>()),
        ("account_handover.cause", of(&["DISABLE", "MOVE", "ROLES"])),
        ("spot_check.way", words::<CheckWay>()),
        ("spot_check.result", words::<CheckResult>()),
        ("look_back_item.result", words::<LookBackResult>()),
        ("correction_request.state", words::<CorrectionState>()),
        ("notification.kind", words::<NotificationKind>()),
        (
            "notification.subject_type",
            of(&[
                "task",
                "milestone",
                "report",
                "correction",
                "extension",
                "adjustment",
                "notice",
                "cycle",
                "user",
                "annual_book",
                "annual_item",
            ]),
        ),
        ("mail_setting.language", words::<MailLanguage>()),
        ("mail.kind", words::<MailKind>()),
        ("mail.state", words::<MailState>()),
        ("phone_call.level", of(&["UNIT", "OFFICE"])),
        ("phone_call.result", words::<CallResult>()),
        (
            "step.subject_type",
            of(&["task", "report", "extension", "adjustment", "notice", "batch", "annual_item", "bulletin", "round"]),
        ),
        ("bulletin.state", words::<BulletinState>()),
        ("evaluation_round.kind", words::<RoundKind>()),
        ("evaluation_round.state", words::<RoundState>()),
        ("evaluation_member.speciality", words::<Speciality>()),
        ("evaluation_tie.kind", words::<TieKind>()),
        ("evaluation_assignment.state", of(&["ACTIVE", "RECUSED"])),
        ("scoresheet.state", of(&["DRAFT", "SUBMITTED"])),
        ("evaluation_frozen.kind", of(&["TASK", "REPORT", "EVIDENCE"])),
        ("sealed_event.outcome", of(&["SUCCESS", "REFUSED"])),
        ("annual_item.state", words::<ItemState>()),
        ("annual_item.conclusion", words::<ItemConclusion>()),
        ("notice.level", words::<NoticeLevel>()),
        ("notice.state", words::<NoticeState>()),
        ("notice.basis", words::<NoticeBasis>()),
        ("table_import.kind", words::<TableKind>()),
        ("table_import.state", words::<ImportState>()),
        ("table_import_line.change", words::<LineChange>()),
        ("export.kind", words::<ExportKind>()),
        ("export.format", words::<ExportFormat>()),
        ("batch.scope", words::<BatchScope>()),
        ("batch.state", words::<BatchState>()),
        ("batch_version.occasion", words::<VersionOccasion>()),
        ("batch_comment.verdict", words::<CommentVerdict>()),
        ("batch_comment.state", words::<CommentState>()),
        ("audit_event.outcome", of(&["SUCCESS", "REFUSED"])),
    ])
}

#[tokio::test]
async fn enums_equal_the_checks_of_the_database() {
    let w = World::empty().await;
    let checks = w
        .rows(
            "select c.conrelid::regclass::text as \"table\", a.attname as \"column\", pg_get_constraintdef(c.oid) as definition
             from pg_constraint c
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
             where c.contype = 'c' and cardinality(c.conkey) = 1 and pg_get_constraintdef(c.oid) like '%= ANY%'",
        )
        .await;
    let found: BTreeMap<String, BTreeSet<String>> = checks
        .iter()
        .map(|check| {
            let column = format!("{}.{}", check["table"].as_str().unwrap(), check["column"].as_str().unwrap());
            let definition = check["definition"].as_str().unwrap();
            let words = definition.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
            (column, words)
        })
        .collect();
    let expected: BTreeMap<String, BTreeSet<String>> =
        vocabulary().into_iter().map(|(column, words)| (column.to_owned(), words)).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_entity_selects_from_the_migrated_database() {
    let w = World::empty().await;
    assert!(reports::entity::Entity::find().one(&w.app.db).await.unwrap().is_none());
    assert!(evidence::entity::Entity::find().one(&w.app.db).await.unwrap().is_none());
}

#[tokio::test]
async fn the_schema_goes_up_down_and_up_cleanly() {
    let w = World::empty().await;
    let schema = async || {
        let columns = "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as it
             from information_schema.columns where table_schema = 'public'";
        let constraints = "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
             from pg_constraint where connamespace = 'public'::regnamespace";
        let indexes = "select indexdef from pg_indexes where schemaname = 'public'";
        let functions = "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace";
        let triggers = "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal";
        let parts = [columns, constraints, indexes, functions, triggers].join(" union all ");
        w.rows(&format!("select it from ({parts}) as parts (it) order by it")).await
    };
    let first = schema().await;
    assert!(first.len() > 200, "the schema has {} parts", first.len());
    let taken_back = migrations::down(&w.app.db, 0).await.unwrap();
    assert_eq!(taken_back.len(), migrations::MIGRATIONS.len());
    let left = schema().await;
    assert!(left.iter().all(|part| part["it"].as_str().unwrap().contains("schema_migration")), "{left:?}");
    migrations::up(&w.app.db).await.unwrap();
    assert_eq!(schema().await, first);
}

#[test]
fn the_reference_pages_are_what_the_code_says() {
    for page in reference::pages() {
        let file = root().join("docs/reference").join(page.file);
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == page.text, "{} is out of date: run `just reference`", file.display());
    }
}

#[tokio::test]
async fn the_served_document_is_the_documented_one() {
    let w = World::empty().await;
    let served = w.stranger().get("/openapi.json").await.expect(200);
    assert_eq!(served, serde_json::to_value(openapi::document()).unwrap());
    assert_eq!(served["openapi"].as_str().unwrap().split('.').next(), Some("3"));
}

#[tokio::test]
async fn nothing_is_at_an_unknown_address_under_api() {
    let w = World::empty().await;
    for place in ["/nothing", "/tasks/", "/../v2/tasks"] {
        w.stranger().get(place).await.refused(404, "not_found");
    }
}
