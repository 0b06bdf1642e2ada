//! `luoshi serve`: opens the environment, brings the schema up to date, answers requests, and closes in reverse order.

use std::{io, net::SocketAddr, process::ExitCode};

use actix_web::{App, HttpResponse, HttpServer, web};
use sea_orm::DatabaseConnection;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{CliError, block_on};
use crate::{
    config::{Config, parse_listen},
    environment::Environment,
    telemetry,
};

/// How long running requests may take to end after a signal.
const DRAIN_SECONDS: u64 = 10;

/// What `serve` alone can be told.
#[derive(clap::Args, Debug)]
pub(super) struct Options {
    /// 监听地址 · Address to listen on
    #[arg(long, env = "LUOSHI_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = parse_listen)]
    listen: SocketAddr,

    /// 载入示例数据，仅限本机地址 · Load marked demonstration data; loopback addresses only
    #[arg(long)]
    demo: bool,
}

pub(super) fn run(config: &Config, options: &Options) -> Result<ExitCode, CliError> {
    if options.demo && !options.listen.ip().is_loopback() {
        return Err(CliError::DemoInPublic(options.listen));
    }
    telemetry::start(&config.log)?;
    block_on(serve(config, options))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: &Config, options: &Options) -> Result<(), CliError> {
    // From here on a signal waits for its turn, so that one during the start cannot leave PostgreSQL behind.
    let mut stop = StopSignals::listen()?;
    let environment = Environment::open(config).await?;
    if !same_folder(config, &environment) {
        let (wanted, used) = (config.data_dir.display(), environment.data_dir.display());
        eprintln!(
            "PostgreSQL 的用户无法进入 {wanted}，数据改存于 {used} · {wanted} is closed to PostgreSQL, using {used}"
        );
    }
    let served = serve_in(&environment, options, &mut stop).await;
    let closed = environment.close().await;
    served?;
    Ok(closed?)
}

async fn serve_in(environment: &Environment, options: &Options, stop: &mut StopSignals) -> Result<(), CliError> {
    let applied = luoshi_migrations::up(&environment.db).await?;
    if !applied.is_empty() {
        tracing::info!(applied = applied.join(" "), "database.migrated");
    }
    run_http(environment, options.listen, stop).await
}

/// Answers requests until a signal comes, then lets the running ones end.
async fn run_http(environment: &Environment, listen: SocketAddr, stop: &mut StopSignals) -> Result<(), CliError> {
    let db = web::Data::new(environment.db.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(db.clone())
            .route("/healthz", web::get().to(healthz))
            .route("/readyz", web::get().to(readyz))
    });
    let server = server.disable_signals().shutdown_timeout(DRAIN_SECONDS);
    let server = server.bind(listen).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => CliError::PortInUse(listen),
        _ => CliError::Listen { address: listen, source },
    })?;
    for address in server.addrs() {
        tracing::info!(%address, "server.ready");
        eprintln!("落实已就绪 · Luoshi is ready: http://{address}  （Ctrl-C 停止 · to stop）");
    }
    let server = server.run();
    let handle = server.handle();
    let mut running = tokio::spawn(server);
    tokio::select! {
        ended = &mut running => return Ok(ended.map_err(io::Error::other)??),
        () = stop.received() => tracing::info!("server.stopping"),
    }
    handle.stop(true).await;
    Ok(running.await.map_err(io::Error::other)??)
}

/// The process lives.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// The process can answer requests, which needs its database.
async fn readyz(db: web::Data<DatabaseConnection>) -> HttpResponse {
    match db.ping().await {
        Ok(()) => HttpResponse::Ok().body("ok"),
        Err(error) => {
            tracing::warn!(%error, "database.unreachable");
            HttpResponse::ServiceUnavailable().body("database")
        }
    }
}

fn same_folder(config: &Config, environment: &Environment) -> bool {
    let canonical = |path: &std::path::Path| path.canonicalize().ok();
    canonical(&config.data_dir) == canonical(&environment.data_dir)
}

/// The two signals that ask a process to end: Ctrl-C and the service manager's.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
