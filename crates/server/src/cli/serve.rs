//! `luoshi serve`: opens the environment, brings the schema up to date, answers requests, and closes in reverse order.

use std::{io, net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use actix_web::{HttpServer, web};
use luoshi_app::{app::App, plans::builtin};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{CliError, block_on};
use crate::{
    config::{Config, parse_listen},
    environment::Environment,
    house,
    http::{self, Door, routes::setup::SetupLink, token::TokenKeys},
    telemetry, worker,
};

/// How long running requests may take to end after a signal.
const DRAIN_SECONDS: u64 = 10;

/// How long the head of a request may take (trust.md T22).
const HEAD_SECONDS: u64 = 5;

/// How long a quiet connection stays open; longer than a browser's pause between two pages.
const KEEP_ALIVE_SECONDS: u64 = 75;

/// What `serve` alone can be told.
#[derive(clap::Args, Debug)]
pub(super) struct Options {
    /// 监听地址 · Address to listen on
    #[arg(long, env = "LUOSHI_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = parse_listen)]
    listen: SocketAddr,

    /// 载入示例数据，仅限本机地址 · Load marked demonstration data; loopback addresses only
    #[arg(long)]
    demo: bool,

    /// 不运行后台任务，另用 `luoshi work` · Leave the worker to `luoshi work`
    #[arg(long)]
    no_worker: bool,
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
    let served = serve_in(&environment, config, options, &mut stop).await;
    let closed = environment.close().await;
    served?;
    Ok(closed?)
}

async fn serve_in(
    environment: &Environment,
    config: &Config,
    options: &Options,
    stop: &mut StopSignals,
) -> Result<(), CliError> {
    let applied = luoshi_migrations::up(&environment.db).await?;
    if !applied.is_empty() {
        tracing::info!(applied = applied.join(" "), "database.migrated");
    }
    let app = house::build(environment, config, options.demo)?;
    tokio::select! {
        furnished = furnish(&app, options.demo) => furnished?,
        // Half of the demonstration never shows: what was played so far is thrown away.
        () = stop.received() => return Ok(()),
    }
    let setup = SetupLink::open(&app).await?;
    let upkeep = worker_of(Arc::clone(&app), options.no_worker);
    let door = Door::new(app, TokenKeys::open(&environment.data_dir)?, setup)?.behind(config.trusted_proxies.clone());
    let door = web::Data::new(door);
    tokio::select! {
        served = run_http(door, options.listen, stop) => served,
        () = upkeep => Ok(()),
    }
}

/// Loads what a ledger starts with: the demonstration where it is wanted, and the plan that comes with the product.
async fn furnish(app: &Arc<App>, demo: bool) -> Result<(), CliError> {
    if demo {
        super::demo::load(app).await?;
    }
    Ok(builtin::ensure(app).await?)
}

/// The worker beside the server, or nothing that ever ends.
async fn worker_of(app: Arc<App>, elsewhere: bool) {
    if elsewhere { std::future::pending().await } else { worker::run(app).await }
}

/// Answers requests until a signal comes, then lets the running ones end.
async fn run_http(door: web::Data<Door>, listen: SocketAddr, stop: &mut StopSignals) -> Result<(), CliError> {
    let shared = door.clone();
    let server = HttpServer::new(move || http::application(shared.clone()))
        .workers(std::thread::available_parallelism()?.get())
        .client_request_timeout(Duration::from_secs(HEAD_SECONDS))
        .keep_alive(Duration::from_secs(KEEP_ALIVE_SECONDS));
    let server = server.disable_signals().shutdown_timeout(DRAIN_SECONDS);
    let server = server.bind(listen).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => CliError::PortInUse(listen),
        _ => CliError::Listen { address: listen, source },
    })?;
    for address in server.addrs() {
        tracing::info!(%address, "server.ready");
        eprintln!("落实已就绪 · Luoshi is ready: http://{address}  （Ctrl-C 停止 · to stop）");
    }
    if let Some(link) = server.addrs().first().and_then(|address| door.setup.address(*address)) {
        eprintln!("首次使用，请打开这个只能用一次的链接 · First set-up, a link that works once: {link}");
    }
    let live = Arc::clone(&door.live);
    let server = server.run();
    let handle = server.handle();
    let mut running = tokio::spawn(server);
    tokio::select! {
        ended = &mut running => return Ok(ended.map_err(io::Error::other)??),
        () = stop.received() => tracing::info!("server.stopping"),
    }
    // Streams never end by themselves.
    live.close();
    handle.stop(true).await;
    Ok(running.await.map_err(io::Error::other)??)
}

fn same_folder(config: &Config, environment: &Environment) -> bool {
    let canonical = |path: &std::path::Path| path.canonicalize().ok();
    canonical(&config.data_dir) == canonical(&environment.data_dir)
}

/// The two signals that ask a process to end: Ctrl-C and the service manager's.
pub(super) struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    pub(super) async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
