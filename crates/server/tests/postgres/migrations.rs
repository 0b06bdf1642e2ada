//! The migration runner on a real database.

use luoshi_migrations::{MIGRATIONS, Migration, MigrationError, down, up, up_within};
use luoshi_server::postgres::{Durability, Postgres};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::Scratch;

/// A database of its own server, both gone when the test ends.
struct Fresh {
    db: DatabaseConnection,
    postgres: Postgres,
    _scratch: Scratch,
}

impl Fresh {
    async fn new() -> Self {
        let scratch = Scratch::new();
        let postgres = Postgres::start(&scratch.0, Durability::Throwaway).expect("a server");
        let db = Database::connect(postgres.url("postgres")).await.expect("a database");
        Self { db, postgres, _scratch: scratch }
    }

    /// Tables, functions and types that are neither PostgreSQL's nor the runner's.
    async fn objects(&self) -> Vec<String> {
        let sql = "
            select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
            union all
            select proname::text from pg_proc where pronamespace = 'public'::regnamespace
            union all
            select typname::text from pg_type where typnamespace = 'public'::regnamespace
            order by name";
        let rows =
            self.db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.expect("the catalogue");
        let names = rows.iter().map(|row| row.try_get::<String>("", "name").expect("a name"));
        names.filter(|name| !name.contains("schema_migration")).collect()
    }
}

const ONE: Migration = Migration { version: 1, name: "0001_one", up: "create table one ()", down: "drop table one" };
const TWO: Migration = Migration { version: 2, name: "0002_two", up: "create table two ()", down: "drop table two" };
const BROKEN: Migration =
    Migration { version: 2, name: "0002_two", up: "create table half (); create tabel two ()", down: "drop table two" };
const EDITED: Migration = Migration { up: "create table one (a int)", ..ONE };

#[tokio::test]
async fn the_schema_goes_up_and_down_and_up_without_a_trace() {
    let fresh = Fresh::new().await;
    let all: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
    assert_eq!(up(&fresh.db).await.expect("up"), all);
    let objects = fresh.objects().await;
    assert_eq!(down(&fresh.db, 0).await.expect("down").len(), all.len());
    assert_eq!(fresh.objects().await, Vec::<String>::new());
    up(&fresh.db).await.expect("up again");
    assert_eq!(fresh.objects().await, objects);
}

#[tokio::test]
async fn a_database_that_is_up_to_date_is_left_alone() {
    let fresh = Fresh::new().await;
    up_within(&fresh.db, &[ONE]).await.expect("up");
    assert_eq!(up_within(&fresh.db, &[ONE]).await.expect("nothing"), Vec::<&str>::new());
    assert_eq!(up_within(&fresh.db, &[ONE, TWO]).await.expect("up"), ["0002_two"]);
}

#[tokio::test]
async fn two_starts_at_once_apply_each_migration_once() {
    let fresh = Fresh::new().await;
    let other = Database::connect(fresh.postgres.url("postgres")).await.expect("a database");
    let (one, two) = tokio::join!(up(&fresh.db), up(&other));
    let applied = one.expect("up").len() + two.expect("up").len();
    assert_eq!(applied, MIGRATIONS.len());
}

#[tokio::test]
async fn a_failed_migration_leaves_nothing_and_can_be_repeated() {
    let fresh = Fresh::new().await;
    let failure = up_within(&fresh.db, &[ONE, BROKEN]).await.expect_err("a typing error");
    assert!(matches!(failure, MigrationError::Failed { name: "0002_two", .. }), "{failure}");
    assert_eq!(fresh.objects().await, ["_one", "one", "one"]);
    assert_eq!(up_within(&fresh.db, &[ONE, TWO]).await.expect("up"), ["0002_two"]);
}

#[tokio::test]
async fn a_migration_edited_after_it_was_applied_is_refused() {
    let fresh = Fresh::new().await;
    up_within(&fresh.db, &[ONE]).await.expect("up");
    let refusal = up_within(&fresh.db, &[EDITED]).await.expect_err("a refusal");
    assert!(matches!(refusal, MigrationError::Changed { .. }), "{refusal}");
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused() {
    let fresh = Fresh::new().await;
    up_within(&fresh.db, &[ONE, TWO]).await.expect("up");
    let refusal = up_within(&fresh.db, &[ONE]).await.expect_err("a refusal").to_string();
    assert!(refusal.contains("0002_two"), "{refusal}");
}
