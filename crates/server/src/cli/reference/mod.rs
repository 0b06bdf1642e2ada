//! `luoshi reference`: writes the pages of docs/reference that are made from the code, so that they cannot disagree with it.

mod tables;

use std::{fs, path::PathBuf, process::ExitCode};

use clap::{Arg, Command, CommandFactory};

use super::{Cli, CliError};
use crate::config;

/// Where the pages go.
#[derive(clap::Args, Debug)]
pub(super) struct Options {
    /// 输出目录 · Folder to write to
    #[arg(long, value_name = "DIR", default_value = "docs/reference")]
    out: PathBuf,
}

/// One generated page.
pub struct Page {
    /// Its name below docs/reference.
    pub file: &'static str,
    /// All of its text.
    pub text: String,
}

pub(super) fn run(options: &Options) -> Result<ExitCode, CliError> {
    fs::create_dir_all(&options.out)?;
    for page in pages() {
        fs::write(options.out.join(page.file), page.text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Every generated page; a test compares them with the files in the repository.
pub fn pages() -> Vec<Page> {
    let mut cli = Cli::command();
    cli.build();
    vec![
        Page { file: "cli.md", text: command_line(&cli) },
        Page { file: "configuration.md", text: configuration(&cli) },
        Page { file: "openapi.json", text: openapi() },
        Page { file: "permissions.md", text: tables::permissions() },
        Page { file: "problems.md", text: tables::problems() },
        Page { file: "workflows.md", text: tables::workflows() },
    ]
}

/// The served document, indented so that a change can be read.
fn openapi() -> String {
    let document = crate::http::openapi::document();
    document.to_pretty_json().map(|json| json + "\n").unwrap_or_default()
}

fn command_line(cli: &Command) -> String {
    let mut page = vec![String::from(
        "# 命令行 · Command line\n\n\
         Written by `luoshi reference`. Exit codes: 0 fine, 1 a finding, 2 an error. \
         What every command can be told is in [configuration.md](configuration.md).\n",
    )];
    describe(cli, &mut page);
    page.concat()
}

/// A heading, the usage and the flags of each command that does something, depth first.
fn describe(command: &Command, page: &mut Vec<String>) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        if sub.has_subcommands() {
            describe(sub, page);
            continue;
        }
        let name = sub.get_bin_name().unwrap_or_else(|| sub.get_name());
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let own: Vec<&Arg> = sub.get_arguments().filter(|arg| !arg.is_global_set() && is_ours(arg)).collect();
        page.push(format!("\n## `{name}`\n\n{about}\n"));
        if !own.is_empty() {
            page.push("\n| | 默认 · default | 说明 · meaning |\n|---|---|---|\n".to_owned());
        }
        for arg in own {
            page.push(format!("| `{arg}` | {} | {} |\n", default_of(arg), help_of(arg)));
        }
    }
}

fn configuration(cli: &Command) -> String {
    let mut page = vec![String::from(
        "# 配置 · Configuration\n\n\
         Written by `luoshi reference`. A flag wins over its variable.\n\n\
         | 环境变量 · variable | 参数 · flag | 默认 · default | 说明 · meaning |\n|---|---|---|---|\n",
    )];
    let serve = cli.get_subcommands().find(|sub| sub.get_name() == "serve");
    for arg in serve.into_iter().flat_map(Command::get_arguments) {
        if let Some(variable) = arg.get_env() {
            let variable = variable.to_string_lossy();
            page.push(format!("| `{variable}` | `{arg}` | {} | {} |\n", default_of(arg), help_of(arg)));
        }
    }
    for (variable, meaning) in config::VARIABLES_WITHOUT_FLAG {
        page.push(format!("| `{variable}` | | | {meaning} |\n"));
    }
    page.concat()
}

fn is_ours(arg: &Arg) -> bool {
    !matches!(arg.get_id().as_str(), "help" | "version")
}

fn default_of(arg: &Arg) -> String {
    let takes_value = arg.get_action().takes_values();
    let values = arg.get_default_values().iter().filter(|_| takes_value);
    values.map(|value| format!("`{}`", value.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

fn help_of(arg: &Arg) -> String {
    arg.get_help().map(|help| help.to_string().replace('|', "\\|")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::pages;

    fn page(file: &str) -> String {
        pages().into_iter().find(|page| page.file == file).expect("a generated page").text
    }

    #[test]
    fn every_setting_of_the_contract_is_documented() {
        let page = page("configuration.md");
        for variable in ["LUOSHI_LISTEN", "DATABASE_URL", "DATABASE_URL_FILE", "LUOSHI_DATA_DIR", "LUOSHI_LOG"] {
            assert!(page.contains(&format!("`{variable}`")), "{variable} is missing in\n{page}");
        }
    }

    #[test]
    fn a_command_is_documented_with_its_flags_and_their_defaults() {
        let page = page("cli.md");
        assert!(page.contains("## `luoshi serve`"), "{page}");
        assert!(page.contains("| `--listen <ADDRESS>` | `127.0.0.1:8080` |"), "{page}");
    }
}
