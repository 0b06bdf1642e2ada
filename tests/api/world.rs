//! A house in use: a server, a database, a clock set by hand, and the people in it.

use std::{
    collections::HashMap,
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use actix_web::{HttpServer, dev::ServerHandle, web};
use chrono::{DateTime, NaiveDate, Utc};
use luoshi_server::{
    app::{
        app::{App, Clock, Settings},
        files::Store,
        people::password::Hasher,
        plans::import::{self, Document},
        reports::rhythm::{self, Rhythm},
        upkeep,
    },
    http::{self, Door, routes::setup::SetupLink, token::TokenKeys},
    migrations,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, FromQueryResult, JsonValue, Statement,
    TransactionTrait,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    ask::Caller,
    cluster::{self, Slot, Template},
};

/// The password of everybody in the house.
pub const PASSWORD: &str = "Zhongguancun-2027";
/// The plan as received: traditional script, page noise and all.
pub const PLAN_RAW: &[u8] = include_bytes!("../../crates/domain/tests/plans/zgc-2024-2027.raw.txt");
/// The day on which every test begins, a Monday.
pub const FIRST_DAY: &str = "2026-03-02";

/// code, name, short name, kind
const ORGANISATIONS: [(&str, &str, &str, &str); 7] = [
    ("office", "领导小组办公室", "统筹办", "OFFICE"),
    ("kw", "北京市科学技术委员会", "市科委", "MUNICIPAL"),
    ("jx", "北京市经济和信息化局", "市经信局", "MUNICIPAL"),
    ("hd", "海淀区人民政府", "海淀区", "DISTRICT"),
    ("city", "北京市人民政府", "市政府", "OTHER"),
    ("miit", "工业和信息化部", "工信部", "MINISTRY"),
    ("eval", "第三方评估中心", "评估中心", "AGENCY"),
];

/// login, organisation, roles
const PEOPLE: [(&str, &str, &[&str]); 28] = [
    ("office.staff", "office", &["OFFICE_STAFF"]),
    ("office.staff2", "office", &["OFFICE_STAFF"]),
    ("office.head", "office", &["OFFICE_HEAD"]),
    ("kw.reporter", "kw", &["UNIT_REPORTER"]),
    ("kw.reviewer", "kw", &["UNIT_REVIEWER"]),
    ("kw.leader", "kw", &["UNIT_LEADER"]),
    ("kw.both", "kw", &["UNIT_REPORTER", "UNIT_REVIEWER"]),
    ("jx.reporter", "jx", &["UNIT_REPORTER"]),
    ("jx.reviewer", "jx", &["UNIT_REVIEWER"]),
    ("jx.leader", "jx", &["UNIT_LEADER"]),
    ("hd.reporter", "hd", &["UNIT_REPORTER"]),
    ("hd.reviewer", "hd", &["UNIT_REVIEWER"]),
    ("hd.leader", "hd", &["UNIT_LEADER"]),
    ("city.leader", "city", &["LEADER"]),
    ("miit.observer", "miit", &["MINISTRY_OBSERVER"]),
    ("miit.commissioner", "miit", &["COMMISSIONER"]),
    ("eval.evaluator", "eval", &["EVALUATOR"]),
    ("eval.two", "eval", &["EVALUATOR"]),
    ("eval.three", "eval", &["EVALUATOR"]),
    ("eval.four", "eval", &["EVALUATOR"]),
    ("eval.lead", "eval", &["EVAL_LEAD"]),
    ("city.statistics", "city", &["STAT_OFFICER"]),
    ("office.system", "office", &["SYSTEM_ADMIN"]),
    ("office.system2", "office", &["SYSTEM_ADMIN"]),
    ("office.security", "office", &["SECURITY_ADMIN"]),
    ("office.security2", "office", &["SECURITY_ADMIN"]),
    ("office.audit", "office", &["AUDIT_ADMIN"]),
    ("office.audit2", "office", &["AUDIT_ADMIN"]),
];

/// One house for one test. Dropping it closes the server and frees the database.
pub struct World {
    /// The house behind the door.
    pub app: Arc<App>,
    /// Where the server listens.
    pub address: SocketAddr,
    /// A connection beside the server's, to look behind the scenes.
    pub db: DatabaseConnection,
    /// Where uploads and stored files lie.
    pub files: PathBuf,
    pub(crate) door: web::Data<Door>,
    pub(crate) client: reqwest::Client,
    accounts: HashMap<&'static str, (Uuid, Uuid)>,
    statements: Arc<Mutex<Vec<String>>>,
    server: Option<(ServerHandle, JoinHandle<()>)>,
    _slot: Slot,
}

impl World {
    /// Nobody has set anything up yet.
    pub async fn empty() -> World {
        prepare_empty().await;
        World::on(Slot::take(Template::Empty).await).await
    }

    /// People and organisations, but no plan.
    pub async fn without_plan() -> World {
        prepare_people().await;
        World::on(Slot::take(Template::People).await).await
    }

    /// The plan of 2024–2027 is in force and nothing has been decomposed yet.
    pub async fn new() -> World {
        prepare_plan().await;
        World::on(Slot::take(Template::Plan).await).await
    }

    async fn on(slot: Slot) -> World {
        let files = slot.folder.join("files");
        let statements = Arc::new(Mutex::new(Vec::new()));
        let mut db = cluster::connect(&slot.url, 12).await;
        let noted = Arc::clone(&statements);
        db.set_metric_callback(move |info| noted.lock().unwrap().push(info.statement.sql.clone()));
        let app = house(db, &files);
        let setup = SetupLink::open(&app).await.unwrap();
        let keys = TokenKeys::open(&slot.folder).unwrap();
        let door = web::Data::new(Door::new(Arc::clone(&app), keys, setup).unwrap());
        let (address, server) = serve(door.clone());
        let db = cluster::connect(&slot.url, 2).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let accounts = open_sessions(&db).await;
        World { app, address, db, files, door, client, accounts, statements, server: Some(server), _slot: slot }
    }

    /// The person with this login, signed in.
    pub fn person(&self, login: &str) -> Caller {
        let (account, session) = *self.accounts.get(login).unwrap_or_else(|| panic!("nobody is called {login}"));
        Caller::signed_in(self, account, session)
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Caller {
        Caller::stranger(self)
    }

    /// 统筹岗.
    pub fn office_staff(&self) -> Caller {
        self.person("office.staff")
    }

    /// 统筹负责人.
    pub fn office_head(&self) -> Caller {
        self.person("office.head")
    }

    /// 填报人 of a unit, e.g. 市科委.
    pub fn reporter(&self, unit: &str) -> Caller {
        self.person(&format!("{}.reporter", code(unit)))
    }

    /// 单位审核人.
    pub fn reviewer(&self, unit: &str) -> Caller {
        self.person(&format!("{}.reviewer", code(unit)))
    }

    /// 单位负责人.
    pub fn unit_leader(&self, unit: &str) -> Caller {
        self.person(&format!("{}.leader", code(unit)))
    }

    /// 领导.
    pub fn leader(&self) -> Caller {
        self.person("city.leader")
    }

    /// 评估专家.
    pub fn evaluator(&self) -> Caller {
        self.person("eval.evaluator")
    }

    /// 系统管理员.
    pub fn system_admin(&self) -> Caller {
        self.person("office.system")
    }

    /// 安全管理员.
    pub fn security_admin(&self) -> Caller {
        self.person("office.security")
    }

    /// 审计管理员.
    pub fn audit_admin(&self) -> Caller {
        self.person("office.audit")
    }

    /// Somebody who has this role and no other; people of units are those of 市科委.
    pub fn holder_of(&self, role: &str) -> Caller {
        let (login, _, _) = PEOPLE.iter().find(|(_, _, roles)| **roles == [role]).unwrap();
        self.person(login)
    }

    /// The id of an organisation by its short name.
    pub async fn organisation(&self, short_name: &str) -> String {
        self.one(&format!("select id::text as it from organisation where short_name = '{short_name}'")).await
    }

    /// Ten in the morning of that day in Shanghai; the lights are what they are at the start of it.
    pub async fn travel_to(&self, day: &str) {
        self.app.clock.set(morning(day));
        upkeep::round(&self.app).await.unwrap();
    }

    /// Moves the clock on by some seconds.
    pub fn wait(&self, seconds: i64) {
        self.app.clock.set(self.app.clock.now() + chrono::Duration::seconds(seconds));
    }

    /// The rows of a query as JSON.
    pub async fn rows(&self, sql: &str) -> Vec<Value> {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        JsonValue::find_by_statement(statement).all(&self.db).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The text in the only row's column `it`.
    pub async fn one(&self, sql: &str) -> String {
        let rows = self.rows(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows[0]["it"].as_str().unwrap_or_else(|| panic!("{sql}: {rows:?}")).to_owned()
    }

    /// The number in the only row's column `it`.
    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(sql).await[0]["it"].as_i64().unwrap_or_else(|| panic!("{sql}"))
    }

    /// Runs a statement and hands back what the database says against it.
    pub async fn try_sql(&self, sql: &str) -> Result<(), String> {
        self.db.execute_unprepared(sql).await.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Runs a statement that must work.
    pub async fn sql(&self, sql: &str) {
        self.try_sql(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// A transaction that has written this and not ended.
    pub async fn slow_write(&self, sql: &str) -> DatabaseTransaction {
        let tx = self.db.begin().await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx
    }

    /// The statements that the server sent since this was last asked.
    pub fn statements(&self) -> Vec<String> {
        std::mem::take(&mut self.statements.lock().unwrap())
    }

    /// A digest of every row of every table but those that only note that somebody knocked.
    pub async fn digest(&self) -> String {
        let tables = "select string_agg(format('select %L || md5(coalesce(string_agg(t::text, chr(10) order by t::text), '''')) as it from %I t',
                table_name || ' ', table_name), ' union all ' order by table_name) as it
             from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE'
                and table_name not in ('audit_event', 'hint', 'login_failure', 'schema_migration')";
        let each = self.one(tables).await;
        self.one(&format!("select string_agg(it, chr(10) order by it) as it from ({each}) as tables")).await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            drop(handle.stop(false));
            drop(thread.join());
        }
    }
}

fn code(unit: &str) -> &'static str {
    ORGANISATIONS.iter().find(|(_, _, short_name, _)| *short_name == unit).unwrap().0
}

/// Ten in the morning in Shanghai.
pub fn morning(day: &str) -> DateTime<Utc> {
    let day: NaiveDate = day.parse().unwrap();
    day.and_hms_opt(2, 0, 0).unwrap().and_utc()
}

fn house(db: DatabaseConnection, files: &std::path::Path) -> Arc<App> {
    fs::create_dir_all(files).unwrap();
    let app = App {
        db,
        files: Store::open(files).unwrap(),
        clock: Clock::at(morning(FIRST_DAY)),
        settings: Settings { evidence_limit: 2 * 1024 * 1024, ..Settings::default() },
        hasher: hasher(),
        demo: false,
    };
    Arc::new(app)
}

/// One for all, because making one hashes a password.
fn hasher() -> Hasher {
    static HASHER: std::sync::OnceLock<Hasher> = std::sync::OnceLock::new();
    HASHER.get_or_init(|| Hasher::new().unwrap()).clone()
}

/// A server on a thread of its own, as `luoshi serve` runs it.
fn serve(door: web::Data<Door>) -> (SocketAddr, (ServerHandle, JoinHandle<()>)) {
    let (send, receive) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async move {
            let server = HttpServer::new(move || http::application(door.clone())).workers(2).disable_signals();
            let server = server.bind(("127.0.0.1", 0)).unwrap();
            let address = server.addrs()[0];
            let server = server.run();
            send.send((address, server.handle())).unwrap();
            server.await.unwrap();
        });
    });
    let (address, handle) = receive.recv().unwrap();
    (address, (handle, thread))
}

/// A session that outlives all time travel for each person: the tests of signing in make their own.
async fn open_sessions(db: &DatabaseConnection) -> HashMap<&'static str, (Uuid, Uuid)> {
    let sql = format!(
        "with people as (select id, login, gen_random_uuid() as session from account),
            opened as (
                insert into session (id, account_id, created_at, last_seen_at, expires_at)
                select session, id, '{FIRST_DAY}', '{FIRST_DAY}', '2100-01-01' from people)
         select login, id::text as account, session::text as session from people"
    );
    let rows = JsonValue::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(db).await.unwrap();
    let id = |text: &Value| text.as_str().unwrap().parse::<Uuid>().unwrap();
    let known = rows.iter().filter_map(|row| {
        let (login, _, _) = PEOPLE.iter().find(|(login, _, _)| row["login"] == *login)?;
        Some((*login, (id(&row["account"]), id(&row["session"]))))
    });
    known.collect()
}

async fn prepare_empty() {
    cluster::prepare(Template::Empty, None, async |url| {
        let db = cluster::connect(url, 1).await;
        migrations::up(&db).await.unwrap();
        db.close().await.unwrap();
    })
    .await;
}

async fn prepare_people() {
    prepare_empty().await;
    cluster::prepare(Template::People, Some(Template::Empty), async |url| {
        let db = cluster::connect(url, 1).await;
        db.execute_unprepared(&people(&hasher().hash(PASSWORD).await.unwrap())).await.unwrap();
        db.close().await.unwrap();
    })
    .await;
}

/// The organisations and people as SQL; one hash of one password for all.
fn people(hash: &str) -> String {
    use std::fmt::Write;
    let mut sql = String::new();
    for (place, (code, name, short_name, kind)) in ORGANISATIONS.iter().enumerate() {
        let values = format!("gen_random_uuid(), '{code}', '{name}', '{short_name}', '{kind}', {place}");
        let columns = "id, code, name, short_name, kind, sort_order, created_at, updated_at";
        writeln!(sql, "insert into organisation ({columns}) values ({values}, '{FIRST_DAY}', '{FIRST_DAY}');").unwrap();
    }
    for (login, organisation, roles) in PEOPLE {
        let roles = roles.join(",");
        writeln!(
            sql,
            "insert into account (id, login, name, organisation_id, roles, password_hash, created_at, updated_at)
             select gen_random_uuid(), '{login}', '{login}', id, '{{{roles}}}', '{hash}', '{FIRST_DAY}', '{FIRST_DAY}'
             from organisation where code = '{organisation}';"
        )
        .unwrap();
    }
    sql
}

/// Imported by the command behind `POST /plans`; plans.rs imports over HTTP.
async fn prepare_plan() {
    prepare_people().await;
    cluster::prepare(Template::Plan, Some(Template::People), async |url| {
        let folder = std::env::temp_dir().join(format!("luoshi-template-{}", std::process::id()));
        let app = house(cluster::connect(url, 2).await, &folder);
        let ctx = luoshi_server::app::people::session::as_account(&app, "office.staff").await.unwrap();
        let document = Document { file_name: "方案.txt".into(), bytes: PLAN_RAW.to_vec() };
        let plan = import::import(&ctx, document, &[], true).await.unwrap().fresh().unwrap();
        // Tests open their cycles themselves; those of the rhythm switch it on.
        let quiet = Rhythm { opens_quarters: false, opens_months: false, opens_years: false };
        rhythm::update(&ctx, plan.id, quiet).await.unwrap();
        app.db.close_by_ref().await.unwrap();
        fs::remove_dir_all(&folder).unwrap();
    })
    .await;
}
