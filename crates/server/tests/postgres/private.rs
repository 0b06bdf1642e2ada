//! `Postgres` as a library: what it does with the folders it finds.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{self, Command},
};

use luoshi_server::postgres::{
    Durability::{Durable, Throwaway},
    Postgres, PostgresError,
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, geteuid},
};
use sea_orm::Database;

use super::{Scratch, postmaster};

async fn answers(postgres: &Postgres) -> bool {
    let Ok(db) = Database::connect(postgres.url("postgres")).await else { return false };
    let answered = db.ping().await.is_ok();
    db.close().await.expect("a pool that closes");
    answered
}

#[tokio::test]
async fn an_empty_folder_becomes_a_database_and_stops_cleanly() {
    let scratch = Scratch::new();
    let postgres = Postgres::start(&scratch.join("data"), Durable).expect("a server");
    assert!(answers(&postgres).await);
    postgres.stop().expect("a clean stop");
    assert_eq!(postmaster(&scratch.join("data")), None);
}

#[test]
fn a_second_luoshi_is_refused_by_name_of_the_first() {
    let scratch = Scratch::new();
    let _first = Postgres::start(&scratch.0, Throwaway).expect("a server");
    let refusal = Postgres::start(&scratch.0, Durable).err().expect("a refusal").to_string();
    assert!(refusal.contains(&format!("another luoshi (process {})", process::id())), "{refusal}");
}

#[tokio::test]
async fn a_command_uses_the_running_server_and_leaves_it_running() {
    let scratch = Scratch::new();
    let keeper = Postgres::start(&scratch.0, Throwaway).expect("a server");
    let guest = Postgres::join(&scratch.0).expect("the same server");
    assert!(answers(&guest).await);
    guest.stop().expect("nothing to stop");
    assert!(answers(&keeper).await);
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_works() {
    let scratch = Scratch::new();
    let data_dir = scratch.join("很长的目录名".repeat(8)).join("data");
    let postgres = Postgres::start(&data_dir, Throwaway).expect("a server");
    assert!(answers(&postgres).await);
}

#[tokio::test]
async fn a_path_with_shell_characters_works() {
    let scratch = Scratch::new();
    let postgres = Postgres::start(&scratch.join("it's \"$HOME\", `x` %41"), Throwaway).expect("a server");
    assert!(answers(&postgres).await);
}

#[test]
fn an_interrupted_initdb_is_done_again() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.join("pg.tmp")).expect("a folder");
    fs::write(scratch.join("pg.tmp/PG_VERSION"), "15\n").expect("a file");
    Postgres::start(&scratch.0, Throwaway).expect("a server").stop().expect("a clean stop");
    assert!(!scratch.join("pg.tmp").exists());
}

#[test]
fn a_folder_that_is_no_cluster_is_left_alone() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.join("pg")).expect("a folder");
    fs::write(scratch.join("pg/letter.txt"), "keep me").expect("a file");
    assert!(matches!(Postgres::start(&scratch.0, Throwaway), Err(PostgresError::NotACluster(_))));
    assert_eq!(fs::read_to_string(scratch.join("pg/letter.txt")).expect("the letter"), "keep me");
}

#[test]
fn a_cluster_of_another_major_version_is_refused() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.join("pg")).expect("a folder");
    fs::write(scratch.join("pg/PG_VERSION"), "9\n").expect("a file");
    let refusal = Postgres::start(&scratch.0, Throwaway).err().expect("a refusal");
    assert!(matches!(refusal, PostgresError::VersionMismatch { cluster_major: 9, .. }), "{refusal}");
}

#[tokio::test]
async fn a_pid_file_that_names_another_program_does_not_stop_the_start() {
    let scratch = Scratch::new();
    Postgres::start(&scratch.0, Durable).expect("a server").stop().expect("a clean stop");
    let foreign = format!("{}\n{}\n0\n5432\n/tmp\n\n0 0\nready   \n", process::id(), scratch.join("pg").display());
    fs::write(scratch.join("pg/postmaster.pid"), foreign).expect("a pid file");
    let postgres = Postgres::start(&scratch.0, Throwaway).expect("a server");
    assert!(answers(&postgres).await);
}

#[tokio::test]
async fn a_killed_server_is_started_again() {
    let scratch = Scratch::new();
    let killed = Postgres::start(&scratch.0, Durable).expect("a server");
    let old = postmaster(&scratch.0).expect("a running server");
    kill(Pid::from_raw(old), Signal::SIGKILL).expect("our server");
    drop(killed);
    let postgres = Postgres::start(&scratch.0, Durable).expect("a server");
    assert!(answers(&postgres).await);
    assert_ne!(postmaster(&scratch.0), Some(old));
}

/// As root the database moves to where its account can go; everybody else keeps their own folder.
#[tokio::test]
async fn a_closed_checkout_moves_the_database_of_root() {
    let scratch = Scratch::new();
    fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o700)).expect("our folder");
    let wanted = scratch.join("data");
    let postgres = Postgres::start(&wanted, Throwaway).expect("a server");
    assert!(answers(&postgres).await);
    let used = postgres.data_dir().to_owned();
    postgres.stop().expect("a clean stop");
    let moved = used.starts_with("/var/lib/luoshi");
    if moved {
        fs::remove_dir_all(&used).expect("our folder");
    }
    assert_eq!(moved, geteuid().is_root());
}

/// Runs itself as a child that starts a server and ends without stopping it.
#[test]
fn a_throwaway_server_ends_with_its_process_and_before_the_next_starts() {
    const CHILD: &str = "LUOSHI_TEST_DATA_DIR";
    #[expect(clippy::disallowed_methods, reason = "the parent tells the child where, not a setting of luoshi")]
    if let Some(data_dir) = env::var_os(CHILD) {
        let data_dir = Path::new(&data_dir);
        std::mem::forget(Postgres::start(data_dir, Throwaway).expect("a server"));
        let number = postmaster(data_dir).expect("a running server").to_string();
        fs::write(data_dir.join("first"), number).expect("a file");
        process::exit(0);
    }
    let scratch = Scratch::new();
    let mut child = Command::new(env::current_exe().expect("this test"));
    child.args(["--exact", "private::a_throwaway_server_ends_with_its_process_and_before_the_next_starts"]);
    assert!(child.env(CHILD, &scratch.0).output().expect("a child").status.success());
    let first = fs::read_to_string(scratch.join("first")).expect("the child's server");
    let _next = Postgres::start(&scratch.0, Throwaway).expect("a server");
    let next = postmaster(&scratch.0).expect("a running server").to_string();
    assert_ne!(next, first);
}
