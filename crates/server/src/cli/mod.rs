//! The command line: one file a command, one line in [`Command`]. Exit codes: 0 fine, 1 a finding, 2 an error.

mod admin;
mod demo;
mod import;
mod migrate;
mod plan;
pub mod reference;
mod serve;
mod work;

use std::{io, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    config::{Config, ConfigError},
    environment::{Environment, EnvironmentError},
    telemetry::BadFilter,
};

/// 落实：政策任务分解、进度与评估 · Luoshi follows policy measures from the text to their fulfilment
#[derive(Debug, Parser)]
#[command(name = "luoshi", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务 · Serve the API and the pages
    Serve(serve::Options),
    /// 只运行后台任务 · Run the worker alone
    Work,
    /// 更新数据库结构 · Bring the database up to date
    Migrate,
    /// 账号 · Accounts
    #[command(subcommand)]
    Admin(admin::Admin),
    /// 计划文本 · Plan texts
    #[command(subcommand)]
    Plan(Plan),
    /// 示例数据 · Demonstration data
    #[command(subcommand)]
    Demo(demo::Demo),
    /// 生成参考文档 · Write docs/reference from the code
    Reference(reference::Options),
}

#[derive(Debug, Subcommand)]
enum Plan {
    /// 解析 .txt 或 .docx 文件，不需要数据库 · Read a .txt or .docx file; needs no database
    Parse {
        /// 计划文件 · The plan's file
        file: PathBuf,
        /// 输出 JSON · Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// 解析并存为草案 · Read a file and store it as a draft plan
    Import {
        /// 计划文件 · The plan's file
        file: PathBuf,
        /// 输出 JSON · Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

/// Why a command ended with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log filter cannot be used.
    #[error(transparent)]
    Log(#[from] BadFilter),
    /// There is no database to work on.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// The schema is not what it should be.
    #[error(transparent)]
    Migration(#[from] luoshi_migrations::MigrationError),
    /// The house refused what the command wanted.
    #[error("{0}")]
    Refused(String),
    /// A fault below the command.
    #[error("系统错误。 The work could not be done: {0}.")]
    App(#[from] luoshi_app::error::Error),
    /// Demonstration accounts have known passwords, so nobody else may reach them.
    #[error(
        "--demo 只能在本机地址上运行（如 127.0.0.1），不能监听 {0}。 \
         --demo serves on a loopback address only, not on {0}."
    )]
    DemoInPublic(SocketAddr),
    /// Another program has the port.
    #[error(
        "端口 {port} 已被占用，请停止占用它的程序，或用 --listen 换一个端口。 \
         Port {port} is in use: stop the program that has it, or choose another with --listen.",
        port = .0.port()
    )]
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("无法监听 {address}。 Cannot listen on {address}: {source}.")]
    Listen {
        /// The wanted address.
        address: SocketAddr,
        /// The cause.
        source: io::Error,
    },
    /// The operating system refused something every process needs.
    #[error("系统错误。 The system refused: {0}.")]
    System(#[from] io::Error),
}

/// Reads the command line, runs the command and says in one sentence what went wrong.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli).unwrap_or_else(|error| {
        eprintln!("luoshi: {error}");
        ExitCode::from(2)
    })
}

fn run(cli: Cli) -> Result<ExitCode, CliError> {
    match cli.command {
        Command::Serve(options) => serve::run(&cli.config, &options),
        Command::Work => work::run(&cli.config),
        Command::Migrate => migrate::run(&cli.config),
        Command::Admin(admin::Admin::CreateUser(options)) => admin::create_user(&cli.config, &options),
        Command::Plan(Plan::Parse { file, json }) => Ok(plan::parse(&file, json)),
        Command::Plan(Plan::Import { file, json }) => import::run(&cli.config, &file, json),
        Command::Demo(demo::Demo::Load) => demo::run(&cli.config),
        Command::Reference(options) => reference::run(&options),
    }
}

/// Does a command's work in an environment that it may share with a running `serve`, and closes it in any case.
fn with_environment<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Environment) -> Result<T, CliError>,
) -> Result<T, CliError> {
    block_on(async {
        let environment = Environment::join(config).await?;
        let outcome = work(&environment).await;
        let closed = environment.close().await;
        let outcome = outcome?;
        closed?;
        Ok(outcome)
    })
}

/// Runs the async part of a command on all cores.
fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Cli;

    #[test]
    fn the_declarations_agree_with_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_setting_may_stand_before_or_after_the_command() {
        let before = Cli::parse_from(["luoshi", "--data-dir", "/tmp/x", "migrate"]);
        let after = Cli::parse_from(["luoshi", "migrate", "--data-dir", "/tmp/x"]);
        assert_eq!(before.config.data_dir, after.config.data_dir);
    }
}
