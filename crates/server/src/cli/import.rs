//! `luoshi plan import FILE`: stores a document as a draft plan. Exit code 0 when it reads cleanly, 1 when a reader should
//! look at something, 2 when nothing was stored.

use std::{
    io::{Write, stdout},
    path::Path,
    process::ExitCode,
};

use luoshi_app::{
    error::Error,
    people::session,
    plans::{
        builtin,
        import::{self, Document},
        queries::PlanSummary,
        read::read,
    },
};
use luoshi_domain::plan_text::Finding;
use serde_json::json;

use super::{CliError, plan, with_environment};
use crate::{config::Config, house};

/// Reads the document, stores it and prints what was stored.
pub(super) fn run(config: &Config, file: &Path, as_json: bool) -> Result<ExitCode, CliError> {
    let unreadable = |error: &dyn std::fmt::Display| CliError::Refused(format!("{}：{error}", file.display()));
    let bytes = plan::contents(file).map_err(|error| unreadable(&error))?;
    let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let findings = read(&bytes, &file_name).map_err(|error| unreadable(&error))?.plan.findings;
    let stored = with_environment(config, async |environment| {
        luoshi_migrations::up(&environment.db).await?;
        let app = house::build(environment, config, false)?;
        let ctx = builtin::office(&session::operator(&app));
        let written = import::import(&ctx, Document { file_name, bytes }, &[], false).await;
        written.and_then(luoshi_app::tx::Written::fresh).map_err(refused)
    })?;
    print(&stored, &findings, as_json)?;
    Ok(ExitCode::from(u8::from(findings.iter().any(Finding::needs_a_look))))
}

fn print(stored: &PlanSummary, findings: &[Finding], as_json: bool) -> Result<(), CliError> {
    let mut out = stdout().lock();
    if as_json {
        let PlanSummary { id, title, state, counts, .. } = stored;
        let plan = json!({ "id": id, "title": title, "state": state, "counts": counts, "findings": findings });
        writeln!(out, "{plan}")?;
        return Ok(());
    }
    let counts = stored.counts;
    writeln!(out, "{}", stored.id)?;
    writeln!(out, "{}", stored.title)?;
    writeln!(
        out,
        "{} 部分 · {} 节 · {} 条举措 · {} 条款；已存为草案，请在“方案”页核对后启用",
        counts.parts, counts.sections, counts.measures, counts.clauses
    )?;
    plan::write_findings(&mut out, findings)?;
    Ok(())
}

/// The refusal in a sentence; a fault stays a fault.
fn refused(error: Error) -> CliError {
    match error {
        Error::Invalid(errors) => {
            let sentences: Vec<&str> = errors.iter().map(|error| error.detail.as_str()).collect();
            CliError::Refused(format!("{} The plan was not stored.", sentences.join("；")))
        }
        other => CliError::App(other),
    }
}
