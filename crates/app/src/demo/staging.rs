//! The room where the demonstration is rehearsed: tables like the ledger's in a schema of their own.
//!
//! Two years of work cannot be played in one transaction, and what the audit trail holds can never be taken back. So
//! everything is played into a schema that is thrown away at the next start if the machine stops half-way, and the whole
//! of it enters the ledger in one transaction.

use std::sync::Arc;

use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector};

use crate::app::{App, Clock};
use crate::error::Error;

const SCHEMA: &str = "luoshi_demo_loading";

/// Tables of the ledger that are copied into the room first: tasks are made from clauses, due days from the calendar.
const PLAN: [&str; 7] = ["plan", "plan_part", "plan_section", "measure", "clause", "calendar_year", "calendar_span"];

/// Tables that are played, in an order that satisfies their references.
const PLAYED: &[&str] = &[
    "organisation",
    "account",
    "task",
    "task_clause",
    "task_organisation",
    "milestone",
    "annual_book",
    "annual_item",
    "extension",
    "adjustment",
    "task_version",
    "notice",
    "notice_counter",
    "cycle",
    "demand",
    "light_limits",
    "deadline_move",
    "reporting_exception",
    "reporting_rhythm",
    "report",
    "correction_request",
    "phone_call",
    "report_milestone",
    "evidence",
    "closure",
    "closure_support",
    "spot_check",
    "contribution",
    "contribution_file",
    "look_back",
    "look_back_item",
    "organisation_name",
    "handover",
    "step",
    "notification",
    "audit_event",
    "light_run",
    "snapshot",
    "snapshot_task",
    "frozen_snapshot",
    "bulletin",
    "bulletin_counter",
    "batch",
    "batch_task",
    "batch_version",
    "batch_comment",
];

/// The house as it is while the demonstration is played: same files and settings, its own tables and clock.
pub(super) async fn open(house: &App) -> Result<Arc<App>, Error> {
    let db = connect(house).await?;
    let mut script = vec![format!("drop schema if exists {SCHEMA} cascade; create schema {SCHEMA}")];
    // Nothing is lost with these tables: what is worth keeping is in the ledger by then.
    let make = |table| format!("create unlogged table {SCHEMA}.{table} (like public.{table} including all)");
    script.extend(PLAN.into_iter().chain(PLAYED.iter().copied()).map(make));
    script.extend(PLAN.map(|table| format!("insert into {SCHEMA}.{table} select * from public.{table}")));
    db.execute_unprepared(&script.join(";")).await?;
    Ok(Arc::new(App {
        db,
        files: house.files.clone(),
        clock: Clock::at(house.clock.now()),
        settings: house.settings.clone(),
        hasher: house.hasher.clone(),
        demo: false,
    }))
}

/// A small pool whose connections see the room alone and do not wait for the disk.
async fn connect(house: &App) -> Result<DatabaseConnection, Error> {
    let options = house.db.get_postgres_connection_pool().connect_options();
    let options = (*options).clone().options([
        ("search_path", SCHEMA),
        ("synchronous_commit", "off"),
        ("client_min_messages", "warning"),
    ]);
    let pool = PgPoolOptions::new().max_connections(4).connect_with(options).await;
    let pool = pool.map_err(|error| Error::Internal(format!("sample data: {error}")))?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// Moves everything that was played into the ledger and takes the room down, within the caller's transaction.
pub(super) async fn move_in(room: &App, ledger: &impl ConnectionTrait) -> Result<(), Error> {
    room.db.close_by_ref().await?;
    for table in PLAN {
        let sql = format!("insert into public.{table} select * from {SCHEMA}.{table} on conflict do nothing");
        ledger.execute_unprepared(&sql).await?;
    }
    for table in PLAYED.iter().copied() {
        let (numbering, order) = match table {
            // The trail numbers its rows anew, in the order of time: the ledger may hold some already.
            "audit_event" => ("overriding user value", "order by at, seq"),
            "light_run" => ("", "on conflict do nothing"),
            _ => ("", ""),
        };
        let sql = format!("insert into public.{table} {numbering} select * from {SCHEMA}.{table} {order}");
        ledger.execute_unprepared(&sql).await?;
    }
    // What was told long ago has been read.
    let read = "update public.notification set read_at = created_at
        where read_at is null and created_at < (select max(created_at) - interval '5 days' from public.notification)";
    ledger.execute_unprepared(read).await?;
    ledger.execute_unprepared(&format!("drop schema {SCHEMA} cascade")).await?;
    Ok(())
}
