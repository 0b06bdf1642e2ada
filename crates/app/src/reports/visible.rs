//! Which reports a caller may read: one condition for lists, details, evidence and counts, so that they cannot disagree.

use luoshi_domain::policy::{self, Action, Reach, cell};

use crate::app::Ctx;
use crate::sql::Filter;

/// The condition under which the caller reads a report, over the table aliases `report` and `task`.
///
/// Each role opens its own way, so that a leader who also reports for an organisation reads approved reports of all and
/// drafts of that organisation, not drafts of all.
pub fn seen(ctx: &Ctx, filter: &mut Filter, report: &str, task: &str) -> String {
    let roles = &ctx.actor.roles;
    let all = |approved_only: bool| {
        roles.iter().any(|role| {
            cell(*role, Action::ReportRead) == Reach::All && policy::reads_approved_only(&[*role]) == approved_only
        })
    };
    if all(false) {
        return "true".to_owned();
    }
    let mut ways = Vec::new();
    if all(true) {
        ways.push(format!("{report}.state = 'APPROVED'"));
    }
    if roles.iter().any(|role| cell(*role, Action::ReportRead) == Reach::Org) {
        let organisation = filter.bind(ctx.actor.organisation);
        // What the lead still writes on concerns its own people only; a party reads what has been submitted.
        ways.push(format!(
            "{task}.lead_org_id = {organisation}
             or {report}.state in ('UNIT_REVIEW', 'OFFICE_REVIEW', 'APPROVED', 'WAIVED')
                and exists (
                    select 1
                    from task_organisation party
                    where party.task_id = {task}.id and party.organisation_id = {organisation})"
        ));
    }
    if ways.is_empty() { "false".to_owned() } else { ways.join(" or ") }
}

/// Narrows a filter over `report r` and `task t` to what the caller may read.
pub fn visible_to(ctx: &Ctx, filter: &mut Filter) {
    let seen = seen(ctx, filter, "r", "t");
    filter.and_plain(&seen);
}
