//! One PostgreSQL for all test processes, templates made once, and a database of its own for each test.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// Tests at once, whatever the number of threads or processes: the server has 200 connections.
const SLOTS: u32 = 6;
const PATIENCE: Duration = Duration::from_mins(2);

/// What a new database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// The schema alone.
    Empty,
    /// Organisations and people too.
    People,
    /// And the plan of 2024–2027 in force.
    Plan,
}

/// A database that belongs to one test until this is dropped.
pub struct Slot {
    /// How to connect.
    pub url: String,
    /// Room for files of the test.
    pub folder: PathBuf,
    _lock: File,
}

struct Server {
    address: String,
    dir: PathBuf,
    _user: File,
}

impl Slot {
    /// Waits for a free place and makes its database from the template, which must exist.
    pub async fn take(template: Template) -> Slot {
        let slot = Slot::wait().await;
        let name = slot.url.rsplit_once("/slot_").and_then(|(_, rest)| rest.split('?').next()).unwrap().to_owned();
        create(&format!("slot_{name}"), template).await;
        slot
    }

    async fn wait() -> Slot {
        let server = server();
        loop {
            for number in 0..SLOTS {
                let folder = server.dir.join(format!("slot-{number}"));
                fs::create_dir_all(&folder).unwrap();
                let lock = open_lock(&folder.with_extension("lock"));
                if lock.try_lock().is_ok() {
                    fs::remove_dir_all(&folder).unwrap();
                    fs::create_dir_all(&folder).unwrap();
                    return Slot { url: url(&format!("slot_{number}")), folder, _lock: lock };
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Makes a template unless another test has made it; `fill` gets the address of an unfinished one.
pub async fn prepare(template: Template, base: Option<Template>, fill: impl AsyncFnOnce(&str)) {
    let name = name_of(template);
    let lock_file = server().dir.join(format!("{name}.lock"));
    let gate = tokio::task::spawn_blocking(move || {
        let gate = open_lock(&lock_file);
        gate.lock().unwrap();
        gate
    });
    let _gate = gate.await.unwrap();
    let admin = connect(&url("postgres"), 1).await;
    let found = admin.query_one_raw(statement(&format!("select 1 from pg_database where datname = '{name}'")));
    if found.await.unwrap().is_none() {
        let unfinished = format!("{name}_unfinished");
        match base {
            Some(base) => create(&unfinished, base).await,
            None => recreate(&unfinished, "template0").await,
        }
        fill(&url(&unfinished)).await;
        run(&admin, &format!("alter database {unfinished} rename to {name}")).await;
    }
    admin.close().await.unwrap();
}

async fn create(database: &str, template: Template) {
    recreate(database, &name_of(template)).await;
}

async fn recreate(database: &str, template: &str) {
    let admin = connect(&url("postgres"), 1).await;
    run(&admin, &format!("drop database if exists {database} with (force)")).await;
    run(&admin, &format!("create database {database} template {template}")).await;
    admin.close().await.unwrap();
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn statement(sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql)
}

/// A pool that keeps quiet.
pub async fn connect(url: &str, most: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(most).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// Templates of another build of the tests are other templates.
fn name_of(template: Template) -> String {
    static BUILD: OnceLock<u64> = OnceLock::new();
    let build = BUILD.get_or_init(|| {
        let binary = fs::metadata(std::env::current_exe().unwrap()).unwrap();
        let age = binary.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
        u64::try_from(age.as_nanos() % 1_000_000_000_000_000).unwrap()
    });
    format!("template_{build}_{template:?}").to_lowercase()
}

fn url(database: &str) -> String {
    server().address.replace("/DATABASE?", &format!("/{database}?"))
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::join)
}

fn open_lock(path: &Path) -> File {
    File::options().read(true).write(true).create(true).truncate(false).open(path).unwrap()
}

impl Server {
    /// Says that this process needs the server, and starts its keeper if there is none.
    fn join() -> Server {
        let checkout = env!("CARGO_MANIFEST_DIR").bytes().fold(0_u32, |hash, b| hash.rotate_left(5) ^ u32::from(b));
        // PostgreSQL's account must be able to enter the folder; the locks stay with the build.
        let dir = std::env::temp_dir().join(format!("luoshi-api-tests-{checkout:08x}"));
        let user = open_lock(&beside_the_build("users"));
        user.lock_shared().unwrap();
        let gate = open_lock(&beside_the_build("gate"));
        gate.lock().unwrap();
        let address_file = dir.join("address");
        let alive = fs::read_to_string(&address_file).ok().filter(|address| answers(address));
        let address = alive.unwrap_or_else(|| start_keeper(&dir, &address_file));
        Server { address, dir, _user: user }
    }
}

fn beside_the_build(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("api-tests.{name}"))
}

#[expect(clippy::zombie_processes, reason = "the keeper outlives the tests, that is its work")]
fn start_keeper(dir: &Path, address_file: &Path) -> String {
    drop(fs::remove_file(address_file));
    let complaints = File::create(beside_the_build("log")).unwrap();
    let mut keeper = Command::new(env!("CARGO_BIN_EXE_luoshi-test-cluster"));
    // Its own process group: Ctrl-C ends the tests, and their end ends the keeper.
    keeper
        .arg(dir)
        .arg(beside_the_build("users"))
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(complaints);
    let mut keeper = keeper.spawn().unwrap();
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Ok(address) = fs::read_to_string(address_file) {
            return address;
        }
        let ended = keeper.try_wait().unwrap();
        if ended.is_some() || Instant::now() > deadline {
            let log = fs::read_to_string(beside_the_build("log")).unwrap_or_default();
            panic!("no PostgreSQL for the tests ({ended:?}): {log}");
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Whether somebody listens on the socket of the address.
fn answers(address: &str) -> bool {
    let folder = address.split_once("host=").map(|(_, host)| host.replace("%2F", "/"));
    folder.is_some_and(|folder| std::os::unix::net::UnixStream::connect(format!("{folder}/.s.PGSQL.5432")).is_ok())
}
