//! `luoshi plan parse FILE`: what a document says, without a database. Exit code 0 when it reads cleanly, 1 when a
//! reader should look at something, 2 when the file cannot be read.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    process::ExitCode,
};

use luoshi_app::plans::read::{LARGEST_FILE, ReadError, read};
use luoshi_domain::plan_text::{Finding, Measure, Part, PlanText, Section, Severity};

/// Why there is nothing to show. The words name the file; the code is for programs.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanError {
    #[error("找不到文件，请检查路径。 There is no such file: check the path.")]
    Missing,
    #[error("这是文件夹，请指定其中的文件。 This is a folder: name a file in it.")]
    Folder,
    #[error("无法打开文件，请检查权限。 The file cannot be opened: check its permissions. ({0})")]
    Unreadable(#[source] io::Error),
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl PlanError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "file_not_found",
            Self::Folder => "not_a_file",
            Self::Unreadable(_) => "file_unreadable",
            Self::Read(error) => error.code(),
        }
    }
}

/// Reads a document and prints its structure, as an outline or as JSON.
pub fn parse(file: &Path, json: bool) -> ExitCode {
    let mut out = io::stdout().lock();
    let outcome = load(file).map(|plan| {
        // A reader that closes the pipe early has seen what it wanted.
        let _ = if json { write_json(&mut out, &plan) } else { write_outline(&mut out, &plan) };
        ExitCode::from(u8::from(plan.findings.iter().any(Finding::needs_a_look)))
    });
    outcome.unwrap_or_else(|error| {
        let message = format!("{}：{error}", file.display());
        let _ = writeln!(io::stderr().lock(), "luoshi: {message}");
        if json {
            let body = serde_json::json!({ "error": { "code": error.code(), "message": message } });
            let _ = writeln!(out, "{body}");
        }
        ExitCode::from(2)
    })
}

fn load(path: &Path) -> Result<PlanText, PlanError> {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    Ok(read(&contents(path)?, &name)?.plan)
}

/// Never more than the largest allowed file comes into memory, whatever the file claims to be.
pub(super) fn contents(path: &Path) -> Result<Vec<u8>, PlanError> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => PlanError::Missing,
        _ => PlanError::Unreadable(error),
    })?;
    let facts = file.metadata().map_err(PlanError::Unreadable)?;
    if facts.is_dir() {
        return Err(PlanError::Folder);
    }
    if facts.len() > LARGEST_FILE as u64 {
        return Err(ReadError::TooLarge.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(PlanError::Unreadable)?;
    Ok(bytes)
}

fn write_json(out: &mut impl Write, plan: &PlanText) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, plan)?;
    writeln!(out)
}

fn write_outline(out: &mut impl Write, plan: &PlanText) -> io::Result<()> {
    writeln!(out, "{}", plan.title.as_deref().unwrap_or("（无标题）"))?;
    writeln!(out, "{}", totals(plan))?;
    for part in &plan.parts {
        write_part(out, part)?;
    }
    for found in &plan.boxes {
        writeln!(out, "专栏 {}（位于 {}）", found.title, found.within)?;
    }
    write_findings(out, &plan.findings)
}

fn totals(plan: &PlanText) -> String {
    let sections = || plan.parts.iter().flat_map(|part| &part.sections);
    let headed = sections().filter(|section| section.number.is_some() || section.title.is_some()).count();
    let measures: Vec<&Measure> = sections().flat_map(|section| &section.measures).collect();
    let clauses: usize = measures.iter().map(|measure| clause_count(measure)).sum();
    format!(
        "{} 部分 · {headed} 节 · {} 条举措 · {clauses} 条款 · {} 专栏 · {} 目标 · {} 指标",
        plan.parts.len(),
        measures.len(),
        plan.boxes.len(),
        plan.goals.len(),
        plan.indicators.len()
    )
}

fn clause_count(measure: &Measure) -> usize {
    measure.clauses.len() + measure.items.iter().map(clause_count).sum::<usize>()
}

fn write_part(out: &mut impl Write, part: &Part) -> io::Result<()> {
    writeln!(
        out,
        "{}{}",
        part.printed.as_deref().unwrap_or("（无编号部分）"),
        part.title.as_deref().unwrap_or_default()
    )?;
    for section in &part.sections {
        write_section(out, section)?;
    }
    Ok(())
}

fn write_section(out: &mut impl Write, section: &Section) -> io::Result<()> {
    if section.number.is_some() || section.title.is_some() {
        let printed = section.printed.as_deref().unwrap_or_default();
        writeln!(out, "  {printed}{}", section.title.as_deref().unwrap_or_default())?;
    }
    section.measures.iter().try_for_each(|measure| write_measure(out, measure, 4))
}

fn write_measure(out: &mut impl Write, measure: &Measure, indent: usize) -> io::Result<()> {
    let printed = measure.printed.as_deref().unwrap_or("—");
    let title = measure.title.as_deref().unwrap_or("（无题名）");
    writeln!(out, "{:indent$}{printed}{title}（{} 条款）", "", measure.clauses.len())?;
    measure.items.iter().try_for_each(|item| write_measure(out, item, indent + 2))
}

pub(super) fn write_findings(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    if findings.is_empty() {
        return writeln!(out, "没有发现需要注意的地方。");
    }
    writeln!(out, "发现 {} 处：", findings.len())?;
    for finding in findings {
        let severity = match finding.severity {
            Severity::Info => "提示",
            Severity::Warning => "请核对",
            Severity::Error => "错误",
        };
        writeln!(out, "  第 {} 行 [{severity}] {}（{}）", finding.line, finding.message, finding.code)?;
    }
    Ok(())
}
