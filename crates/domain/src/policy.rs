//! Who may do what: one readable table of action × role → reach, and the pure look-ups over it.
//!
//! A row is an [`Action`], a column a [`Role`], a cell a [`Reach`]. Lists and details use the same cell, so they cannot
//! disagree; separation of duties ("not your own report") is a named [`Condition`] beside the table. Source: domain.md
//! sections 2.1, 2.3, 2.4 and the access matrix of section 5.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a person is in this system; a technical administrator holds exactly one role (domain.md 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// 统筹岗: drafts tasks, reviews reports for the office.
    OfficeStaff,
    /// 统筹负责人: issues tasks and confirms closure.
    OfficeHead,
    /// 填报人: writes progress reports of an organisation.
    UnitReporter,
    /// 单位审核人: reviews reports before they leave the organisation.
    UnitReviewer,
    /// 单位负责人: signs tasks and applies for closure.
    UnitLeader,
    /// 评估专家: member of the third-party agency.
    Evaluator,
    /// 评估组长: signs the evaluation.
    EvalLead,
    /// 委托方代表: commissions evaluation rounds.
    Commissioner,
    /// 领导: reads everything approved and decides what the office may not.
    Leader,
    /// 部委督导: observer of the ministry.
    MinistryObserver,
    /// 统计岗: keeps indicator values.
    StatOfficer,
    /// 系统管理员: accounts and organisations, no business content.
    SystemAdmin,
    /// 安全管理员: approves role changes, no business content.
    SecurityAdmin,
    /// 审计管理员: reads the audit trail, no business content.
    AuditAdmin,
}

impl Role {
    /// All roles in the order of the table's columns.
    pub const ALL: [Role; 14] = [
        Role::OfficeStaff,
        Role::OfficeHead,
        Role::UnitReporter,
        Role::UnitReviewer,
        Role::UnitLeader,
        Role::Evaluator,
        Role::EvalLead,
        Role::Commissioner,
        Role::Leader,
        Role::MinistryObserver,
        Role::StatOfficer,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];

    /// The name on the wire and in the database, e.g. `OFFICE_STAFF`.
    pub const fn code(self) -> &'static str {
        match self {
            Role::OfficeStaff => "OFFICE_STAFF",
            Role::OfficeHead => "OFFICE_HEAD",
            Role::UnitReporter => "UNIT_REPORTER",
            Role::UnitReviewer => "UNIT_REVIEWER",
            Role::UnitLeader => "UNIT_LEADER",
            Role::Evaluator => "EVALUATOR",
            Role::EvalLead => "EVAL_LEAD",
            Role::Commissioner => "COMMISSIONER",
            Role::Leader => "LEADER",
            Role::MinistryObserver => "MINISTRY_OBSERVER",
            Role::StatOfficer => "STAT_OFFICER",
            Role::SystemAdmin => "SYSTEM_ADMIN",
            Role::SecurityAdmin => "SECURITY_ADMIN",
            Role::AuditAdmin => "AUDIT_ADMIN",
        }
    }

    /// Reads a role from its wire name; `None` for any other word.
    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// 三员: system, security and audit administration exclude every other role and each other.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin)
    }

    /// Whether these roles may be held by one account (domain.md 2.1, 6.5).
    pub fn compatible(roles: &[Role]) -> bool {
        roles.len() <= 1 || !roles.iter().any(|role| role.is_administrator())
    }
}

/// How far a role's right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reach {
    /// Not at all.
    No,
    /// Only what is the caller's own.
    Own,
    /// Only what belongs to the caller's organisation.
    Org,
    /// Everything.
    All,
}

/// How an organisation must stand to a task for `Reach::Org` to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Only the lead organisation.
    Lead,
    /// The lead, a responsible or a supporting organisation.
    Party,
}

macro_rules! actions {
    ($($variant:ident $code:literal $standing:ident [$($cell:ident)*] $doc:literal;)*) => {
        /// Everything a person can do; each operation of the interface needs exactly one of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $doc] $variant,)* }

        impl Action {
            /// All actions in the order of the table's rows.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// The stable name, e.g. `task.issue`, used in the audit trail and in `x-authz`.
            pub const fn code(self) -> &'static str { match self { $(Action::$variant => $code,)* } }

            /// What the action is, in one sentence for the permissions page.
            pub const fn meaning(self) -> &'static str { match self { $(Action::$variant => $doc,)* } }

            /// Which standing an organisation needs where the reach is `Org`.
            pub const fn standing(self) -> Standing { match self { $(Action::$variant => Standing::$standing,)* } }

            const fn row(self) -> [Reach; 14] { match self { $(Action::$variant => [$(Reach::$cell,)*],)* } }
        }
    };
}

// Columns: office staff, office head | reporter, reviewer, unit leader | evaluator, evaluation lead, commissioner |
// leader, ministry, statistics | system, security, audit.
actions! {
    PlanRead       "plan.read"            Party [All All  All All All  All All All  All All All  No No No] "Read plans, measures, clauses and the public board of lights.";
    PlanImport     "plan.import"          Party [All All  No No No  No No No  No No No  No No No] "Read a document into a plan and correct its borders.";
    PlanEdit       "plan.edit"            Party [All All  No No No  No No No  No No No  No No No] "Put a plan into force, set short titles, mark clauses as not decomposed.";
    LimitsWrite    "light.set_limits"     Party [No All  No No No  No No No  No No No  No No No] "Decide on the limits of the light rules of a plan, from tomorrow on at the earliest.";
    TaskRead       "task.read"            Party [All All  Org Org Org  All All All  All All All  No No No] "Read tasks with their milestones and history.";
    DashboardRead  "dashboard.read"       Party [All All  Org Org Org  All All All  All All All  No No No] "Read the cockpit and what changed between two snapshots.";
    SnapshotRead   "snapshot.read"        Party [All All  No No No  All All All  All All No  No No No] "Read what the end of a cycle froze, whole.";
    BulletinRead   "bulletin.read"        Party [All All  All All All  All All All  All All All  No No No] "Read bulletins that were issued.";
    BulletinWrite  "bulletin.write"       Party [All All  No No No  No No No  No No No  No No No] "Make bulletins from frozen snapshots, write their words, submit them.";
    BulletinApprove "bulletin.approve"    Party [No No  No No No  No No No  All No No  No No No] "Approve the text of bulletins, which issues them, or return it.";
    TaskDraft      "task.draft"           Party [All All  No No No  No No No  No No No  No No No] "Write and change tasks and milestones that are not yet issued.";
    TaskIssue      "task.issue"           Party [No All  No No No  No No No  No No No  No No No] "Issue a task to its lead organisation.";
    TaskSign       "task.sign"            Lead  [No No  No Org Org  No No No  No No No  No No No] "Sign for an issued task and name a liaison.";
    TaskReturn     "task.return_signoff"  Lead  [No No  No No Org  No No No  No No No  No No No] "Return an issued task with a reason.";
    TaskReassign   "task.reassign"        Party [No All  No No No  No No No  All No No  No No No] "Give a returned task to another organisation.";
    TaskUphold     "task.uphold"          Party [No No  No No No  No No No  All No No  No No No] "Uphold the assignment of a returned task.";
    TaskApply      "task.apply_closure"   Lead  [No No  No No Org  No No No  No No No  No No No] "Apply for closure with a conclusion.";
    TaskAccept     "task.accept_closure"  Party [No All  No No No  No No No  No No No  No No No] "Confirm closure and strike the number off the ledger.";
    TaskReject     "task.reject_closure"  Party [All All  No No No  No No No  No No No  No No No] "Send an application for closure back with a reason.";
    TaskSuspend    "task.suspend"         Party [No No  No No No  No No No  All No No  No No No] "Suspend, resume or cancel a task.";
    TaskReopen     "task.reopen"          Party [No All  No No No  No No No  No No No  No No No] "Reopen a closed task after a look-back.";
    TaskConfirm    "task.confirm_closure" Party [No No  No No Org  No No No  No No No  No No No] "Confirm, as a supporting organisation, an application for closure, or object to it.";
    TaskSpotCheck  "task.spot_check"      Party [All All  No No No  No No No  No No No  No No No] "Record a check on the spot before a closure.";
    LookBackRead   "look_back.read"       Party [All All  No No No  All All All  All All No  No No No] "Read the samples of closed tasks and what looking back found.";
    LookBackDraw   "look_back.draw"       Party [All All  No No No  No No No  No No No  No No No] "Draw a sample of tasks closed six months ago.";
    LookBackRecord "look_back.record"     Party [All All  No No No  All All No  No No No  No No No] "Record what looking back at a closed task found.";
    ExtensionRead  "extension.read"       Party [All All  Org Org Org  All All All  All All All  No No No] "Read requests for extension or adjustment, and the versions of a task.";
    ExtensionWrite "extension.write"      Lead  [No No  Org No No  No No No  No No No  No No No] "Write, file and withdraw requests for extension or adjustment.";
    ExtensionSign  "extension.sign"       Lead  [No No  No No Org  No No No  No No No  No No No] "Pass requests for extension or adjustment on to the office, or return them to the writer.";
    ExtensionReview "extension.review"    Party [All No  No No No  No No No  No No No  No No No] "Grant, refuse or refer requests for extension; refuse or refer those for adjustment.";
    ExtensionApprove "extension.approve"  Party [No No  No No No  No No No  All No No  No No No] "Grant or refuse requests for extension that need a leader, and every request for adjustment.";
    NoticeRead     "notice.read"          Lead  [All All  Org Org Org  All All All  All All No  No No No] "Read urge notices, supervision notices and interviews that were issued.";
    NoticeDraft    "notice.draft"         Party [All All  No No No  No No No  All No No  No No No] "Write notices, hand them over for signature, put drafts away.";
    NoticeSend     "notice.send"          Party [All All  No No No  No No No  All No No  No No No] "Send urge notices.";
    NoticeSign     "notice.sign"          Party [No All  No No No  No No No  All No No  No No No] "Sign supervision notices, or send them back to the writer.";
    NoticeSummon   "notice.summon"        Party [No No  No No No  No No No  All No No  No No No] "Summon a unit to an interview.";
    NoticeReceive  "notice.receive"       Lead  [No No  No Org Org  No No No  No No No  No No No] "Sign for supervision notices.";
    NoticeAnswer   "notice.answer"        Lead  [No No  Org Org Org  No No No  No No No  No No No] "Answer notices.";
    NoticeReview   "notice.review"        Party [All All  No No No  No No No  No No No  No No No] "Settle or return answers, record the minutes of interviews.";
    NoticeEscalate "notice.escalate"      Party [No All  No No No  No No No  All No No  No No No] "Put a notice of the next rung in the place of one.";
    NoticeVoid     "notice.void"          Party [No All  No No No  No No No  All No No  No No No] "Call a notice off; its number stays visible.";
    CycleRead      "cycle.read"           Party [All All  All All All  All All All  All All All  No No No] "Read reporting cycles and how long the office takes over reports.";
    BatchRead      "batch.read"           Party [All All  Org Org Org  No No No  All No No  No No No] "Read batches of decomposition with their comments and versions.";
    BatchDraft     "batch.draft"          Party [All All  No No No  No No No  No No No  No No No] "Write batches, send them to the units, answer comments, submit and revise them.";
    BatchComment   "batch.comment"        Party [No No  No Org Org  No No No  No No No  No No No] "Accept proposed tasks or propose changes during a consultation.";
    BatchApprove   "batch.approve"        Party [No No  No No No  No No No  All No No  No No No] "Approve batches or send them back.";
    CycleWrite     "cycle.write"          Party [All All  No No No  No No No  No No No  No No No] "Open reporting cycles, move their due days, agree on exceptions for units.";
    AnnualRead     "annual.read"          Party [All All  Org Org Org  All All All  All All All  No No No] "Read annual books and their items.";
    AnnualDraft    "annual.draft"         Party [All All  No No No  No No No  No No No  No No No] "Draw up annual books, write annual targets and due days before they are issued.";
    AnnualIssue    "annual.issue"         Party [No All  No No No  No No No  No No No  No No No] "Issue annual books.";
    AnnualApply    "annual.apply_closure" Lead  [No No  No No Org  No No No  No No No  No No No] "Apply for closure of an annual item with a conclusion.";
    AnnualAccept   "annual.accept_closure" Party [No All  No No No  No No No  No No No  No No No] "Confirm closure of an annual item.";
    AnnualReject   "annual.reject_closure" Party [All All  No No No  No No No  No No No  No No No] "Send an application for closure of an annual item back with a reason.";
    AnnualCancel   "annual.cancel"        Party [No No  No No No  No No No  All No No  No No No] "Cancel an annual item.";
    CalendarRead   "calendar.read"        Party [All All  All All All  All All All  All All All  All All All] "Read the working-day calendar.";
    CalendarWrite  "calendar.write"       Party [No No  No No No  No No No  No No No  All No No] "Keep the working-day calendar.";
    ReportRead     "report.read"          Party [All All  Org Org Org  All All All  All All No  No No No] "Read progress reports and their evidence.";
    ReportWrite    "report.write"         Lead  [No No  Org No No  No No No  No No No  No No No] "Write, submit and withdraw progress reports and attach evidence.";
    ContributionRead "contribution.read"  Party [All All  Org Org Org  No No No  No No No  No No No] "Read what supporting organisations write for the lead, beside its report.";
    ContributionWrite "contribution.write" Party [No No  Org No No  No No No  No No No  No No No] "Write, submit and withdraw the part of one's own organisation in the report of a lead.";
    EvidenceMark   "evidence.mark"        Lead  [All All  Org Org No  No No No  No No No  No No No] "Change whether a file is public or internal.";
    HeldRead       "held_evidence.read"   Party [No No  Own No No  No No No  No No No  No All No] "Read uploads that were stopped because of a mark of secrecy, never their content.";
    HeldDecide     "held_evidence.decide" Party [No No  No No No  No No No  No No No  No All No] "Release or remove uploads that were stopped.";
    ReportUnitReview "report.unit_review" Lead  [No No  No Org No  No No No  No No No  No No No] "Pass or return reports before they leave the organisation.";
    ReportOfficeReview "report.office_review" Party [All No  No No No  No No No  No No No  No No No] "Approve or return reports and judge claimed milestones.";
    ReportCorrect  "report.ask_correction" Lead [No No  No No Org  No No No  No No No  No No No] "Ask for the correction of an approved report.";
    ReportWaive    "report.waive"         Party [All No  No No No  No No No  No No No  No No No] "Waive a report with a reason.";
    RoundRead      "round.read"           Party [All All  All All All  All All All  All All All  No No No] "Read which evaluation rounds there are and where they stand.";
    RoundCommission "round.commission"    Party [No No  No No No  No No All  No No No  No No No] "Set up evaluation rounds, record the selection of the agency, name evaluators, deliver and archive.";
    RoundLead      "round.lead"           Party [No No  No No No  No Own No  No No No  No No No] "Assign evaluators and move the rounds that one leads from the freeze to the final report.";
    RoundStaff     "round.staff"          Party [No No  No No No  No Own All  No No No  No No No] "Read members, declarations and assignments of rounds, record ties that become known later.";
    RoundDeclare   "round.declare"        Party [No No  No No No  Own No No  No No No  No No No] "Sign the declaration of conflicts of interest of a round one is a member of.";
    RoundClock     "round.clock"          Party [No No  No No No  No No No  No No No  No No No] "Steps that the clock of the house takes alone.";
    ScoreWrite     "score.write"          Party [No No  No No No  Own No No  No No No  No No No] "Read and fill in one's own score sheets.";
    ResultRead     "result.read"          Party [All All  Org Org Org  Own Own All  All All All  No No No] "Read the results of evaluation rounds once they are released, units those of measures they lead; evaluators what they took part in once it is opened to them.";
    OrganisationRead "organisation.read"  Party [All All  All All All  All All All  All All All  All All All] "Read the list of organisations.";
    OrganisationWrite "organisation.write" Party [No No  No No No  No No No  No No No  All No No] "Create and change organisations.";
    HandoverRead   "organisation.open_work" Party [All All  No No No  No No No  No No No  No No No] "Read the open work of an organisation and its handovers.";
    HandoverWrite  "organisation.hand_over" Party [No All  No No No  No No No  No No No  No No No] "Hand over the open work of an organisation that merges, splits or ends.";
    AccountRead    "user.read"            Party [No No  No No No  No No No  No No No  All All No] "Read accounts and their roles.";
    AccountWrite   "user.write"           Party [No No  No No No  No No No  No No No  All No No] "Create, change, disable accounts and ask for roles.";
    AccountDecide  "user.decide_roles"    Party [No No  No No No  No No No  No No No  No All No] "Approve or refuse a change of roles.";
    DelegationRead "delegation.read"      Party [Own Org  Own Own Org  No No Own  Own Own Own  No No No] "Read who stands in for whom: one's own, and as a leader those of the unit.";
    DelegationWrite "delegation.write"    Party [Own Own  Own Own Own  No No Own  Own Own Own  No No No] "Name a deputy for one's own absence, and end that.";
    AuditRead      "audit.read"           Party [No No  No No No  No No No  No No No  No No All] "Read the audit trail.";
    MailWatch      "mail.watch"           Party [No No  No No No  No No No  No No No  All No No] "Watch how mails are sent, and send a test to oneself.";
    OwnRead        "own.read"             Party [Own Own  Own Own Own  Own Own Own  Own Own Own  Own Own Own] "Read one's own account and work.";
    OwnWrite       "own.write"            Party [Own Own  Own Own Own  Own Own Own  Own Own Own  Own Own Own] "Change one's own password and end one's session.";
}

/// A rule beside the table that holds whatever the roles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Condition {
    /// Nobody reviews a report they wrote or submitted (domain.md 2.1, 2.4).
    NotOwnReport,
    /// Evaluators, leaders, commissioners and the ministry read approved reports only (domain.md 5).
    ApprovedOnly,
}

/// Who asks: the part of a signed-in person that rights depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account: the post in which the session works.
    pub account: Uuid,
    /// The account with which the person signs in.
    pub person: Uuid,
    /// All accounts of the person, and while acting as a deputy those of the absent person too.
    pub accounts: Vec<Uuid>,
    /// The organisation the account belongs to.
    pub organisation: Uuid,
    /// Roles in force; those of the absent person while acting as a deputy.
    pub roles: Vec<Role>,
    /// For whom they act as a deputy.
    pub on_behalf: Option<Uuid>,
}

impl Actor {
    /// An account that is a person's only one.
    pub fn single(account: Uuid, organisation: Uuid, roles: Vec<Role>) -> Actor {
        Actor { account, person: account, accounts: vec![account], organisation, roles, on_behalf: None }
    }

    /// Who stands behind an act, in every post: the person, and the one in whose name they act. What either of them wrote
    /// in any post, neither reviews in another.
    pub fn persons(&self) -> impl Iterator<Item = Uuid> + use<'_> {
        self.accounts.iter().copied().chain([Some(self.account), self.on_behalf].into_iter().flatten())
    }

    /// Whether it is an account of one of them.
    pub fn is_one_of_them(&self, account: Uuid) -> bool {
        self.persons().any(|person| person == account)
    }
}

/// What an action is aimed at, as far as rights depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Lead organisation of the task behind the target.
    pub lead: Option<Uuid>,
    /// Responsible and supporting organisations.
    pub parties: Vec<Uuid>,
}

/// The widest reach any of the actor's roles has for the action.
pub fn reach(roles: &[Role], action: Action) -> Reach {
    let row = action.row();
    Role::ALL
        .iter()
        .zip(row)
        .filter(|(role, _)| roles.contains(role))
        .map(|(_, reach)| reach)
        .max()
        .unwrap_or(Reach::No)
}

/// The cell of the table for one role.
pub fn cell(role: Role, action: Action) -> Reach {
    reach(&[role], action)
}

/// Whether the actor may do the action to the target: a pure look-up, the only decision of rights.
pub fn decide(actor: &Actor, action: Action, target: &Target) -> bool {
    match reach(&actor.roles, action) {
        Reach::No => false,
        Reach::All | Reach::Own => true,
        Reach::Org => {
            target.lead == Some(actor.organisation)
                || action.standing() == Standing::Party && target.parties.contains(&actor.organisation)
        }
    }
}

/// Whether the actor reads reports only once they are approved (access matrix, domain.md 5).
pub fn reads_approved_only(roles: &[Role]) -> bool {
    const FULL: [Role; 5] =
        [Role::OfficeStaff, Role::OfficeHead, Role::UnitReporter, Role::UnitReviewer, Role::UnitLeader];
    !roles.iter().any(|role| FULL.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(roles: &[Role]) -> Actor {
        Actor::single(Uuid::from_u128(1), Uuid::from_u128(7), roles.to_vec())
    }

    #[test]
    fn administrators_see_no_business_content() {
        for role in Role::ALL.into_iter().filter(|role| role.is_administrator()) {
            for action in [Action::PlanRead, Action::TaskRead, Action::ReportRead, Action::CycleRead] {
                assert_eq!(cell(role, action), Reach::No, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn only_the_lead_organisation_writes_reports() {
        let reporter = actor(&[Role::UnitReporter]);
        let lead = Target { lead: Some(reporter.organisation), parties: vec![] };
        let supporting = Target { lead: Some(Uuid::from_u128(9)), parties: vec![reporter.organisation] };
        assert!(decide(&reporter, Action::ReportWrite, &lead));
        assert!(!decide(&reporter, Action::ReportWrite, &supporting));
        assert!(decide(&reporter, Action::ReportRead, &supporting));
    }

    #[test]
    fn a_foreign_organisation_reads_nothing() {
        let reporter = actor(&[Role::UnitReporter, Role::UnitReviewer, Role::UnitLeader]);
        let foreign = Target { lead: Some(Uuid::from_u128(9)), parties: vec![] };
        assert!(!decide(&reporter, Action::TaskRead, &foreign));
        assert!(!decide(&reporter, Action::ReportRead, &foreign));
    }

    #[test]
    fn the_three_administrators_are_exclusive() {
        assert!(Role::compatible(&[Role::AuditAdmin]));
        assert!(!Role::compatible(&[Role::AuditAdmin, Role::SystemAdmin]));
        assert!(!Role::compatible(&[Role::OfficeStaff, Role::SecurityAdmin]));
        assert!(Role::compatible(&[Role::OfficeStaff, Role::OfficeHead]));
    }

    #[test]
    fn creating_accounts_and_granting_roles_are_two_persons() {
        for role in Role::ALL {
            let both =
                cell(role, Action::AccountWrite) == Reach::All && cell(role, Action::AccountDecide) == Reach::All;
            assert!(!both, "{role:?}");
        }
    }

    #[test]
    fn more_roles_never_reach_less() {
        for action in Action::ALL {
            for a in Role::ALL {
                for b in Role::ALL {
                    assert!(reach(&[a, b], *action) >= reach(&[a], *action));
                }
            }
        }
    }

    #[test]
    fn every_role_reads_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("ROOT"), None);
    }
}
