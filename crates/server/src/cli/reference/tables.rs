//! The pages made from tables of the code: rights, workflows, refusals.

use std::fmt::Write;

use luoshi_domain::policy::{Action, Reach, Role, Standing, cell};
use luoshi_domain::workflow::Workflow;
use luoshi_domain::{adjustments, annual, batches, bulletin, evaluation, extensions, reports, supervision, tasks};
use serde::Serialize;

use crate::http::authz::RULES;
use crate::http::problem::KINDS;

/// The policy table, and which operation needs which right.
pub fn permissions() -> String {
    let mut page = String::from(
        "# 权限 · Permissions\n\n\
         Written by `luoshi reference` from `crates/domain/src/policy.rs`. Cells: ● all · ◐ own organisation · ○ one's own · \
         blank none.\nWhere a cell is ◐, *lead* means that the organisation must lead the task; otherwise it may also be \
         responsible or supporting. Beside the table: nobody reviews a report they wrote or submitted; evaluators, \
         commissioners, leaders and the ministry read approved reports only.\n\n| action |",
    );
    for role in Role::ALL {
        let _ = write!(page, " {} |", role.code());
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(Role::ALL.len()));
    for action in Action::ALL {
        let lead = if action.standing() == Standing::Lead { " *lead*" } else { "" };
        let _ = write!(page, "\n| `{}`{lead} |", action.code());
        for role in Role::ALL {
            let _ = write!(page, " {} |", mark(cell(role, *action)));
        }
    }
    page.push_str("\n\n## Meaning\n\n| action | meaning |\n|---|---|\n");
    for action in Action::ALL {
        let _ = writeln!(page, "| `{}` | {} |", action.code(), action.meaning());
    }
    page.push_str("\n## Operations\n\n| operation | rights, any of |\n|---|---|\n");
    for (id, rule) in RULES {
        let described = rule.describe();
        let actions: Vec<String> = described["actions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|a| Some(format!("`{}`", a.as_str()?)))
            .collect();
        let needs = if actions.is_empty() { "public".to_owned() } else { actions.join(", ") };
        let _ = writeln!(page, "| `{id}` | {needs} |");
    }
    page
}

const fn mark(reach: Reach) -> &'static str {
    match reach {
        Reach::No => " ",
        Reach::Own => "○",
        Reach::Org => "◐",
        Reach::All => "●",
    }
}

/// The two state machines as diagrams and tables.
pub fn workflows() -> String {
    let mut page = String::from(
        "# 流程 · Workflows\n\nWritten by `luoshi reference`. A step that no row names is refused with 409.\n",
    );
    draw(&mut page, "任务 · Task", &steps(&tasks::WORKFLOW, tasks::TaskAction::code));
    draw(&mut page, "进展报告 · Progress report", &steps(&reports::WORKFLOW, reports::ReportAction::code));
    let extension_steps = steps(&extensions::WORKFLOW, extensions::ExtensionAction::code);
    draw(&mut page, "延期申请 · Request for extension", &extension_steps);
    let adjustment_steps = steps(&adjustments::WORKFLOW, extensions::ExtensionAction::code);
    draw(&mut page, "调整申请 · Request for adjustment", &adjustment_steps);
    let notice_steps = steps(&supervision::WORKFLOW, supervision::NoticeAction::code);
    draw(&mut page, "催办、督办与约谈 · Notice", &notice_steps);
    draw(&mut page, "分解批次 · Batch of decomposition", &steps(&batches::WORKFLOW, batches::BatchAction::code));
    draw(&mut page, "通报 · Bulletin", &steps(&bulletin::WORKFLOW, bulletin::BulletinAction::code));
    draw(&mut page, "年度事项 · Annual item", &steps(&annual::WORKFLOW, annual::ItemAction::code));
    let round_steps = steps(&evaluation::rounds::WORKFLOW, evaluation::rounds::RoundAction::code);
    draw(&mut page, "评估轮次 · Evaluation round", &round_steps);
    page
}

struct Step {
    from: Vec<String>,
    action: &'static str,
    to: String,
    needs: Action,
    needs_comment: bool,
}

fn steps<S: Serialize, A: Copy>(workflow: &Workflow<S, A>, code: fn(A) -> &'static str) -> Vec<Step> {
    let rows = workflow.rows.iter();
    rows.map(|row| Step {
        from: row.from.iter().map(name).collect(),
        action: code(row.action),
        to: name(&row.to),
        needs: row.needs,
        needs_comment: row.needs_comment,
    })
    .collect()
}

fn name<S: Serialize>(state: &S) -> String {
    serde_json::to_value(state).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn draw(page: &mut String, title: &str, steps: &[Step]) {
    let _ = write!(page, "\n## {title}\n\n```mermaid\nstateDiagram-v2\n");
    for step in steps {
        for from in &step.from {
            let _ = writeln!(page, "    {from} --> {}: {}", step.to, step.action);
        }
    }
    page.push_str("```\n\n| from | action | to | right | reason |\n|---|---|---|---|---|\n");
    for step in steps {
        let reason = if step.needs_comment { "required" } else { "" };
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | `{}` | {reason} |",
            step.from.join(", "),
            step.action,
            step.to,
            step.needs.code()
        );
    }
}

/// The refusals with their status.
pub fn problems() -> String {
    let mut page = String::from(
        "# 提示与拒绝 · Problems\n\n\
         Written by `luoshi reference`. Every refusal is `application/problem+json` with one of these codes. A broken rule \
         of the field is 409 with the code of the rule (`crates/domain/src/rule.rs`) and its numbers in `facts`.\n\n\
         | code | status | 说明 | 怎么办 |\n|---|---|---|---|\n",
    );
    for kind in KINDS {
        let _ = writeln!(page, "| `{}` | {} | {} | {} |", kind.code, kind.status, kind.title, kind.detail);
    }
    page
}
