//! `luoshi admin …`: what the operator of the machine does to accounts, beside a running server or without one.

use std::{
    io::{BufRead, Write, stdin, stdout},
    process::ExitCode,
};

use luoshi_app::{
    error::Error,
    people::enrolment::{self, Enrolled, Enrolment},
};
use luoshi_domain::policy::Role;

use super::{CliError, with_environment};
use crate::{config::Config, house};

/// What can be done to accounts.
#[derive(clap::Subcommand, Debug)]
pub(super) enum Admin {
    /// 建立账号，角色立即生效 · Make an account whose roles act at once
    CreateUser(CreateUser),
}

/// Whom to make an account for.
#[derive(clap::Args, Debug)]
pub(super) struct CreateUser {
    /// 账号名 · Login name
    #[arg(long, value_name = "LOGIN")]
    login: String,

    /// 姓名 · Name of the person
    #[arg(long, value_name = "NAME")]
    name: String,

    /// 机构的代码、名称、简称或别名；没有时新建 · Code or name of the organisation; made when there is none
    #[arg(long, value_name = "ORG")]
    org: String,

    /// 角色，可多次给出，如 `office_staff` · A role; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role)]
    roles: Vec<Role>,

    /// 从标准输入读取一行密码 · Read the password, one line, from standard input
    #[arg(long, required = true)]
    password_stdin: bool,

    /// 输出 JSON · Print one JSON object
    #[arg(long)]
    json: bool,
}

fn role(text: &str) -> Result<Role, String> {
    let code = text.trim().to_uppercase().replace('-', "_");
    Role::parse(&code).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
        format!("没有这个角色 · unknown role; 可用 · known: {}", known.join(", "))
    })
}

/// Makes the account and prints its id.
pub(super) fn create_user(config: &Config, options: &CreateUser) -> Result<ExitCode, CliError> {
    let enrolment = Enrolment {
        login: options.login.trim().to_lowercase(),
        name: options.name.clone(),
        organisation: options.org.clone(),
        roles: options.roles.clone(),
        password: read_password()?,
    };
    let enrolled = with_environment(config, async |environment| {
        luoshi_migrations::up(&environment.db).await?;
        let app = house::build(environment, config, false)?;
        enrolment::enrol(&app, enrolment).await.map_err(|error| refused(error, options))
    })?;
    print(&enrolled, options)?;
    Ok(ExitCode::SUCCESS)
}

fn read_password() -> Result<String, CliError> {
    let mut line = String::new();
    stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn print(enrolled: &Enrolled, options: &CreateUser) -> Result<(), CliError> {
    if enrolled.organisation_made {
        eprintln!("已新建机构“{org}” · Made the organisation “{org}”", org = options.org.trim());
    }
    let mut out = stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, enrolled).map_err(std::io::Error::other)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", enrolled.id)?;
    }
    Ok(())
}

/// The refusal in a sentence; a fault stays a fault.
fn refused(error: Error, options: &CreateUser) -> CliError {
    match error {
        Error::Invalid(errors) => {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| format!("--{}: {}", error.pointer.trim_start_matches('/'), error.detail))
                .collect();
            CliError::Refused(lines.join("；"))
        }
        Error::Duplicate { field: "/login" } => CliError::Refused(format!(
            "账号“{login}”已存在，请换一个账号名。 The login “{login}” is taken.",
            login = options.login
        )),
        Error::Duplicate { .. } => {
            CliError::Refused(format!("机构“{org}”无法新建：同名或同代码已存在。 “{org}” is taken.", org = options.org))
        }
        Error::Rule(rule) => CliError::Refused(format!("{rule}。 Refused: {}.", rule.code())),
        other => CliError::App(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_be_written_either_way() {
        assert_eq!(role("OFFICE_STAFF"), Ok(Role::OfficeStaff));
        assert_eq!(role("office-staff"), Ok(Role::OfficeStaff));
        assert!(role("root").is_err());
    }
}
