//! The rule of every operation: which rights of the policy table it needs. An operation without a rule is a red test.

use luoshi_domain::policy::{Action, Reach, Role, cell};
use luoshi_domain::{
    adjustments, annual, batches, bulletin, contributions, evaluation, extensions, reports, supervision, tasks,
};
use serde_json::{Value, json};

/// Who may call an operation at all.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Anybody, signed in or not.
    Public,
    /// Whoever holds one of these rights.
    Needs(&'static [Action]),
    /// The steps of the task workflow; each has its own right.
    TaskSteps,
    /// The steps of the report workflow; each has its own right.
    ReportSteps,
    /// The steps of the way of a part for the lead's report; each has its own right.
    ContributionSteps,
    /// The steps of the way of a request for extension; each has its own right.
    ExtensionSteps,
    /// The steps of the way of a request for adjustment; each has its own right.
    AdjustmentSteps,
    /// The steps of the ladder of supervision; each has its own right.
    NoticeSteps,
    /// The steps of the way of a bulletin; each has its own right.
    BulletinSteps,
    /// The steps of the way of a batch; each has its own right.
    BatchSteps,
    /// The steps of the way of an annual item; each has its own right.
    AnnualSteps,
    /// The steps of the way of an evaluation round; each has its own right.
    RoundSteps,
}

/// One line per `operationId`.
pub const RULES: &[(&str, Rule)] = &[
    ("login", Rule::Public),
    ("refresh_session", Rule::Public),
    ("list_personas", Rule::Public),
    ("login_as_persona", Rule::Public),
    ("get_setup", Rule::Public),
    ("complete_setup", Rule::Public),
    ("logout", Rule::Needs(&[Action::OwnWrite])),
    ("get_me", Rule::Needs(&[Action::OwnRead])),
    ("get_work", Rule::Needs(&[Action::OwnRead])),
    ("stream_events", Rule::Needs(&[Action::OwnRead])),
    ("list_notifications", Rule::Needs(&[Action::OwnRead])),
    ("mark_notifications_read", Rule::Needs(&[Action::OwnWrite])),
    ("get_mail_preferences", Rule::Needs(&[Action::OwnRead])),
    ("update_mail_preferences", Rule::Needs(&[Action::OwnWrite])),
    ("unsubscribe_mail", Rule::Public),
    ("confirm_mail_address", Rule::Public),
    ("get_mail_overview", Rule::Needs(&[Action::MailWatch])),
    ("send_test_mail", Rule::Needs(&[Action::MailWatch])),
    ("change_password", Rule::Needs(&[Action::OwnWrite])),
    ("list_plans", Rule::Needs(&[Action::PlanRead])),
    ("get_plan", Rule::Needs(&[Action::PlanRead])),
    ("get_plan_source", Rule::Needs(&[Action::PlanRead])),
    ("parse_plan", Rule::Needs(&[Action::PlanImport])),
    ("import_plan", Rule::Needs(&[Action::PlanImport])),
    ("transition_plan", Rule::Needs(&[Action::PlanEdit])),
    ("list_measures", Rule::Needs(&[Action::PlanRead])),
    ("get_timeline", Rule::Needs(&[Action::PlanRead])),
    ("get_measure", Rule::Needs(&[Action::PlanRead])),
    ("update_measure", Rule::Needs(&[Action::PlanEdit])),
    ("get_suggestions", Rule::Needs(&[Action::TaskDraft])),
    ("list_clauses", Rule::Needs(&[Action::PlanRead])),
    ("update_clause", Rule::Needs(&[Action::PlanEdit])),
    ("get_coverage", Rule::Needs(&[Action::PlanRead])),
    ("get_dashboard", Rule::Needs(&[Action::DashboardRead])),
    ("list_changes", Rule::Needs(&[Action::DashboardRead])),
    ("get_trend", Rule::Needs(&[Action::DashboardRead])),
    ("list_trend_tasks", Rule::Needs(&[Action::DashboardRead])),
    (
        "search",
        Rule::Needs(&[
            Action::PlanRead,
            Action::TaskRead,
            Action::ReportRead,
            Action::OrganisationRead,
            Action::AccountRead,
        ]),
    ),
    ("get_light_limits", Rule::Needs(&[Action::PlanRead])),
    ("set_light_limits", Rule::Needs(&[Action::LimitsWrite])),
    ("list_tasks", Rule::Needs(&[Action::TaskRead])),
    ("get_task", Rule::Needs(&[Action::TaskRead])),
    ("create_task", Rule::Needs(&[Action::TaskDraft])),
    ("update_task", Rule::Needs(&[Action::TaskDraft])),
    ("transition_task", Rule::TaskSteps),
    ("create_milestone", Rule::Needs(&[Action::TaskDraft])),
    ("update_milestone", Rule::Needs(&[Action::TaskDraft])),
    ("delete_milestone", Rule::Needs(&[Action::TaskDraft])),
    ("list_batches", Rule::Needs(&[Action::BatchRead])),
    ("get_batch", Rule::Needs(&[Action::BatchRead])),
    ("get_batch_diff", Rule::Needs(&[Action::BatchRead])),
    ("create_batch", Rule::Needs(&[Action::BatchDraft])),
    ("update_batch", Rule::Needs(&[Action::BatchDraft])),
    ("delete_batch", Rule::Needs(&[Action::BatchDraft])),
    ("transition_batch", Rule::BatchSteps),
    ("comment_batch", Rule::Needs(&[Action::BatchComment])),
    ("answer_batch_comment", Rule::Needs(&[Action::BatchDraft])),
    ("list_extensions", Rule::Needs(&[Action::ExtensionRead])),
    ("create_extension", Rule::Needs(&[Action::ExtensionWrite])),
    ("transition_extension", Rule::ExtensionSteps),
    ("list_adjustments", Rule::Needs(&[Action::ExtensionRead])),
    ("create_adjustment", Rule::Needs(&[Action::ExtensionWrite])),
    ("transition_adjustment", Rule::AdjustmentSteps),
    ("list_notices", Rule::Needs(&[Action::NoticeRead])),
    ("get_notice", Rule::Needs(&[Action::NoticeRead])),
    ("create_notice", Rule::Needs(&[Action::NoticeDraft])),
    ("transition_notice", Rule::NoticeSteps),
    ("list_snapshots", Rule::Needs(&[Action::SnapshotRead])),
    ("get_snapshot", Rule::Needs(&[Action::SnapshotRead])),
    ("download_snapshot", Rule::Needs(&[Action::SnapshotRead])),
    ("list_bulletins", Rule::Needs(&[Action::BulletinRead])),
    ("create_bulletin", Rule::Needs(&[Action::BulletinWrite])),
    ("get_bulletin", Rule::Needs(&[Action::BulletinRead])),
    ("update_bulletin", Rule::Needs(&[Action::BulletinWrite])),
    ("transition_bulletin", Rule::BulletinSteps),
    ("download_bulletin", Rule::Needs(&[Action::BulletinRead])),
    ("reply_closure", Rule::Needs(&[Action::TaskConfirm])),
    ("record_spot_check", Rule::Needs(&[Action::TaskSpotCheck])),
    ("list_look_backs", Rule::Needs(&[Action::LookBackRead])),
    ("create_look_back", Rule::Needs(&[Action::LookBackDraw])),
    ("record_look_back", Rule::Needs(&[Action::LookBackRecord])),
    ("list_cycles", Rule::Needs(&[Action::CycleRead])),
    ("create_cycle", Rule::Needs(&[Action::CycleWrite])),
    ("get_cycle", Rule::Needs(&[Action::CycleRead])),
    ("get_burden", Rule::Needs(&[Action::CycleWrite])),
    ("preview_cycle", Rule::Needs(&[Action::CycleWrite])),
    ("move_cycle_deadline", Rule::Needs(&[Action::CycleWrite])),
    ("waive_reports", Rule::Needs(&[Action::ReportWaive])),
    ("get_reporting_rules", Rule::Needs(&[Action::CycleWrite])),
    ("update_reporting_rules", Rule::Needs(&[Action::CycleWrite])),
    ("create_reporting_exception", Rule::Needs(&[Action::CycleWrite])),
    ("end_reporting_exception", Rule::Needs(&[Action::CycleWrite])),
    ("list_annual_books", Rule::Needs(&[Action::AnnualRead])),
    ("get_annual_book", Rule::Needs(&[Action::AnnualRead])),
    ("create_annual_book", Rule::Needs(&[Action::AnnualDraft])),
    ("issue_annual_book", Rule::Needs(&[Action::AnnualIssue])),
    ("list_annual_items", Rule::Needs(&[Action::AnnualRead])),
    ("get_annual_item", Rule::Needs(&[Action::AnnualRead])),
    ("update_annual_item", Rule::Needs(&[Action::AnnualDraft])),
    ("transition_annual_item", Rule::AnnualSteps),
    ("get_calendar", Rule::Needs(&[Action::CalendarRead])),
    ("update_calendar_year", Rule::Needs(&[Action::CalendarWrite])),
    ("list_reports", Rule::Needs(&[Action::ReportRead])),
    ("get_report", Rule::Needs(&[Action::ReportRead])),
    ("create_report", Rule::Needs(&[Action::ReportWrite])),
    ("update_report", Rule::Needs(&[Action::ReportWrite])),
    ("transition_report", Rule::ReportSteps),
    ("list_contributions", Rule::Needs(&[Action::ContributionRead])),
    ("get_contribution", Rule::Needs(&[Action::ContributionRead])),
    ("create_contribution", Rule::Needs(&[Action::ContributionWrite])),
    ("update_contribution", Rule::Needs(&[Action::ContributionWrite])),
    ("transition_contribution", Rule::ContributionSteps),
    ("upload_contribution_file", Rule::Needs(&[Action::ContributionWrite])),
    ("remove_contribution_file", Rule::Needs(&[Action::ContributionWrite])),
    ("download_contribution_file", Rule::Needs(&[Action::ContributionRead])),
    ("ask_contributions", Rule::Needs(&[Action::ReportWrite])),
    ("take_contribution", Rule::Needs(&[Action::ReportWrite])),
    ("submit_reports", Rule::Needs(&[Action::ReportWrite])),
    ("report_no_change", Rule::Needs(&[Action::ReportWrite])),
    ("approve_reports", Rule::Needs(&[Action::ReportUnitReview, Action::ReportOfficeReview])),
    ("get_review_times", Rule::Needs(&[Action::CycleRead])),
    ("list_evidence", Rule::Needs(&[Action::ReportRead])),
    ("get_evidence", Rule::Needs(&[Action::ReportRead])),
    ("download_evidence", Rule::Needs(&[Action::ReportRead])),
    ("preview_evidence", Rule::Needs(&[Action::ReportRead])),
    ("preview_evidence_content", Rule::Needs(&[Action::ReportRead])),
    ("upload_evidence", Rule::Needs(&[Action::ReportWrite])),
    ("update_evidence", Rule::Needs(&[Action::ReportWrite])),
    ("reuse_evidence", Rule::Needs(&[Action::ReportWrite])),
    ("replace_evidence", Rule::Needs(&[Action::ReportWrite])),
    ("remove_evidence", Rule::Needs(&[Action::ReportWrite])),
    ("void_evidence", Rule::Needs(&[Action::ReportWrite, Action::ReportOfficeReview])),
    ("judge_evidence", Rule::Needs(&[Action::ReportOfficeReview])),
    ("get_evidence_archive_contents", Rule::Needs(&[Action::ReportRead])),
    ("download_evidence_archive", Rule::Needs(&[Action::ReportRead])),
    ("list_held_evidence", Rule::Needs(&[Action::HeldRead])),
    ("decide_held_evidence", Rule::Needs(&[Action::HeldDecide])),
    ("mark_evidence", Rule::Needs(&[Action::EvidenceMark])),
    ("list_organisations", Rule::Needs(&[Action::OrganisationRead])),
    ("create_organisation", Rule::Needs(&[Action::OrganisationWrite])),
    ("update_organisation", Rule::Needs(&[Action::OrganisationWrite])),
    ("rename_organisation", Rule::Needs(&[Action::OrganisationWrite])),
    ("get_open_work", Rule::Needs(&[Action::HandoverRead])),
    ("hand_over_organisation", Rule::Needs(&[Action::HandoverWrite])),
    ("list_users", Rule::Needs(&[Action::AccountRead])),
    ("get_user", Rule::Needs(&[Action::AccountRead])),
    ("get_user_open_work", Rule::Needs(&[Action::AccountRead])),
    ("list_delegations", Rule::Needs(&[Action::DelegationRead])),
    ("create_delegation", Rule::Needs(&[Action::DelegationWrite])),
    ("end_delegation", Rule::Needs(&[Action::DelegationWrite])),
    ("switch_post", Rule::Needs(&[Action::OwnWrite])),
    ("add_post", Rule::Needs(&[Action::AccountWrite])),
    ("switch_acting", Rule::Needs(&[Action::OwnWrite])),
    ("create_user", Rule::Needs(&[Action::AccountWrite])),
    ("update_user", Rule::Needs(&[Action::AccountWrite])),
    ("transition_user", Rule::Needs(&[Action::AccountWrite, Action::AccountDecide])),
    ("create_table_import", Rule::Needs(TABLES)),
    ("get_table_import", Rule::Needs(TABLES)),
    ("list_table_import_lines", Rule::Needs(TABLES)),
    ("transition_table_import", Rule::Needs(TABLES)),
    ("create_export", Rule::Needs(EXPORTS)),
    ("get_export", Rule::Needs(EXPORTS)),
    ("download_export", Rule::Needs(EXPORTS)),
    ("list_rounds", Rule::Needs(&[Action::RoundRead])),
    ("create_round", Rule::Needs(&[Action::RoundCommission])),
    ("get_round", Rule::Needs(&[Action::RoundRead])),
    ("update_round", Rule::Needs(&[Action::RoundCommission])),
    ("transition_round", Rule::RoundSteps),
    ("list_evaluators", Rule::Needs(&[Action::RoundCommission])),
    ("declare_conflict", Rule::Needs(&[Action::RoundDeclare])),
    ("record_tie", Rule::Needs(&[Action::RoundStaff])),
    ("list_assignments", Rule::Needs(&[Action::RoundStaff, Action::ScoreWrite])),
    ("create_assignment", Rule::Needs(&[Action::RoundLead])),
    ("propose_assignments", Rule::Needs(&[Action::RoundStaff])),
    ("list_results", Rule::Needs(&[Action::ResultRead])),
    ("get_scoresheet", Rule::Needs(&[Action::ScoreWrite])),
    ("save_scoresheet", Rule::Needs(&[Action::ScoreWrite])),
    ("submit_scoresheet", Rule::Needs(&[Action::ScoreWrite])),
    ("list_audit_events", Rule::Needs(&[Action::AuditRead])),
    ("get_audit_event", Rule::Needs(&[Action::AuditRead])),
];

/// Each kind of table needs the right to the writes it stands for.
const TABLES: &[Action] = &[Action::TaskDraft, Action::OrganisationWrite, Action::AccountWrite];
/// Each kind of export needs the right to read what is in it; an export itself belongs to its author.
const EXPORTS: &[Action] = &[Action::TaskRead, Action::OrganisationRead, Action::AccountRead];

/// The rule of an operation.
pub fn rule(operation_id: &str) -> Option<Rule> {
    RULES.iter().find(|(id, _)| *id == operation_id).map(|(_, rule)| *rule)
}

impl Rule {
    fn actions(self) -> Vec<Action> {
        match self {
            Rule::Public => Vec::new(),
            Rule::Needs(actions) => actions.to_vec(),
            Rule::TaskSteps => tasks::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::ReportSteps => reports::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::ContributionSteps => contributions::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::ExtensionSteps => extensions::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::AdjustmentSteps => adjustments::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::NoticeSteps => supervision::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::BulletinSteps => bulletin::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::BatchSteps => batches::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::AnnualSteps => annual::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
            Rule::RoundSteps => evaluation::rounds::WORKFLOW.rows.iter().map(|row| row.needs).collect(),
        }
    }

    /// The widest reach a role has through any of the rights.
    pub fn reach(self, role: Role) -> Reach {
        self.actions().into_iter().map(|action| cell(role, action)).max().unwrap_or(Reach::No)
    }

    /// `x-authz` of the operation: which roles may call it, how far each reaches, what a foreign object answers.
    pub fn describe(self) -> Value {
        if matches!(self, Rule::Public) {
            return json!({ "roles": ["PUBLIC"], "reach": { "PUBLIC": "ALL" }, "actions": [], "foreign": 404 });
        }
        let allowed: Vec<Role> = Role::ALL.into_iter().filter(|role| self.reach(*role) != Reach::No).collect();
        let reach: serde_json::Map<String, Value> =
            allowed.iter().map(|role| (role.code().to_owned(), json!(self.reach(*role)))).collect();
        let mut actions: Vec<&str> = self.actions().into_iter().map(Action::code).collect();
        actions.sort_unstable();
        actions.dedup();
        json!({ "roles": allowed, "reach": reach, "actions": actions, "foreign": 404 })
    }
}
