//! Each broken rule as a variant with a stable code and its facts; the words for people are made elsewhere.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use thiserror::Error;

/// A rule of the field that an attempted step would break (answered as 409 with its code).
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RuleError {
    /// Nothing is mailed before the operator named a mail server.
    #[error("还没有接通邮件服务器，请运维人员先填写邮件参数")]
    MailOff,
    /// A test mail goes to one's own address.
    #[error("你还没有填写邮箱，请先到邮件设置填写")]
    MailAddressMissing,
    /// The workflow table has no such step from the present state.
    #[error("当前状态不能执行这一步")]
    StepNotPossible,
    /// Milestone weights must sum to 100 (domain.md 2.2).
    #[error("里程碑权重合计须为 100，现为 {sum}")]
    WeightsNotHundred {
        /// The present sum.
        sum: i32,
    },
    /// A task needs at least one milestone before it is issued (domain.md 2.2).
    #[error("至少需要一个里程碑")]
    NoMilestone,
    /// A task is decomposed from at least one clause.
    #[error("至少选择一个条款")]
    NoClause,
    /// Closure needs every milestone accepted (domain.md 2.3).
    #[error("还有 {open} 个里程碑未认可")]
    MilestonesOpen {
        /// Milestones not yet accepted.
        open: usize,
    },
    /// Closure needs an index of accepted evidence (domain.md 2.8).
    #[error("佐证目录还是空的，请先让佐证得到认可，再申请办结")]
    EvidenceIndexEmpty,
    /// A continuing task cannot close before the plan ends (domain.md 2.3).
    #[error("长期任务在方案期末（{until}）前不能办结")]
    ContinuingUntilPlanEnd {
        /// Last day of the plan.
        until: NaiveDate,
    },
    /// A second return of a sign-off is refused (domain.md 2.3).
    #[error("已退签过一次，不能再次退签")]
    SecondSignoffReturn,
    /// Claimed milestones each need at least one piece of evidence (domain.md 2.4).
    #[error("里程碑“{title}”还没有佐证材料")]
    EvidenceMissing {
        /// Title of the first claimed milestone without evidence.
        title: String,
    },
    /// A key milestone is claimed with evidence that has its five facts and the right kind (domain.md 7).
    #[error("关键节点“{title}”的佐证还不全：请让至少一份类型相符的佐证写全出具单位、文号、日期、页码和证明内容")]
    KeyEvidenceIncomplete {
        /// Title of the first such milestone.
        title: String,
    },
    /// What was submitted once is never removed, only made void (domain.md 2.4).
    #[error("提交过的佐证不能移除，请作废并写明原因")]
    EvidenceOnceSubmitted,
    /// Only its uploader removes an upload that was never submitted.
    #[error("只有上传人可以移除，请作废并写明原因")]
    EvidenceOfAnother,
    /// Replaced or void evidence proves nothing any more.
    #[error("这份佐证已替换或作废，不能再用")]
    EvidenceNotInForce,
    /// A claim is not accepted on evidence that was all found to be beside the point.
    #[error("里程碑“{title}”的佐证都已判为无关，不能认可")]
    EvidenceIrrelevant {
        /// Title of the first such milestone.
        title: String,
    },
    /// An upload that shows a mark of secrecy waits for a human check (domain.md 6.4).
    #[error("文件{place}出现“{mark}”，已停下等待安全管理员核对；核对前不能作为佐证")]
    EvidenceHeld {
        /// Where: 名称 or 正文.
        place: String,
        /// The mark.
        mark: String,
    },
    /// A held upload is decided once.
    #[error("这份文件已核对过")]
    HoldDecided,
    /// More than one download may hold.
    #[error(
        "共 {files} 份、{megabytes} MB，一次最多打包 {most_files} 份、{most_megabytes} MB，请按任务或里程碑分开下载"
    )]
    ArchiveTooLarge {
        /// Pieces wanted.
        files: i64,
        /// Megabytes wanted, rounded up.
        megabytes: i64,
        /// Most pieces.
        most_files: i64,
        /// Most megabytes.
        most_megabytes: i64,
    },
    /// There is nothing to download.
    #[error("这里还没有可打包的佐证")]
    ArchiveEmpty,
    /// A report without change states why; any other states its progress (domain.md 2.4).
    #[error("请填写本期进展，或选择“本期无进展”并写明原因")]
    ProgressMissing,
    /// A report on a task with a number to reach says how far it is (domain.md 2.4, 2.5).
    #[error("请填写量化值，或选择“本期无进展”并写明原因")]
    QuantityMissing,
    /// Nobody reviews their own report (domain.md 2.1).
    #[error("不得审核本人填报的报告")]
    OwnReport,
    /// The next reviewer has already opened the report (domain.md 2.4).
    #[error("审核人已打开这份报告，不能撤回")]
    AlreadyOpened,
    /// What would be the third return becomes a telephone call (domain.md 2.4).
    #[error("已退回 2 次，第三次请改为电话沟通，并记录结果")]
    TooManyReturns,
    /// A call is made instead of the third return, not before.
    #[error("退回未满 2 次，请先在系统中退回并写明原因")]
    CallTooEarly,
    /// The report stays where it is until the result of the call is recorded (domain.md 2.4).
    #[error("这份报告待电话沟通，请先通话并记录结果")]
    CallOpen,
    /// There is no call whose result could be recorded.
    #[error("没有待沟通的电话，不需要记录结果")]
    NoCallOpen,
    /// Only what says nothing new is approved together with others.
    #[error("这份报告有新的内容，请打开逐份审核：{because}")]
    NotUnchanged {
        /// What is new, in a few words.
        because: &'static str,
    },
    /// Each claimed milestone must be judged before approval (domain.md 2.4).
    #[error("里程碑“{title}”尚未判定")]
    VerdictMissing {
        /// Title of the first milestone without a verdict.
        title: String,
    },
    /// Only one report per task and cycle is open.
    #[error("这一期的报告已经存在")]
    ReportExists,
    /// Reports are written for tasks in progress only.
    #[error("任务不在推进中，不能填报")]
    TaskNotInProgress,
    /// The reporting window has not opened yet (domain.md 2.4).
    #[error("{opens_on} 起才能填报")]
    WindowNotOpen {
        /// First day of the window.
        opens_on: NaiveDate,
    },
    /// A report that left the writer's hands cannot be edited.
    #[error("报告已提交，不能修改")]
    NotEditable,
    /// An issued task changes only through an adjustment.
    #[error("任务已交办，不能直接修改")]
    TaskIssued,
    /// A milestone already claimed elsewhere or accepted cannot be claimed again.
    #[error("里程碑“{title}”已提交或已认可")]
    MilestoneNotOpen {
        /// Its title.
        title: String,
    },
    /// Disabling one's own account or resetting its password would lock the caller out of the work begun.
    #[error("这一步不能对本人账号执行")]
    OwnAccount,
    /// Nobody decides on roles of their own, or on a change they asked for (domain.md 6.5).
    #[error("不能审定本人的角色，也不能审定本人提出的变更")]
    OwnRoles,
    /// Without its last administrator of a kind the system could not be run any more.
    #[error("这是最后一位在用的{role}，请先启用另一位")]
    LastAdministrator {
        /// What the account is, e.g. 系统管理员.
        role: &'static str,
    },
    /// A table is applied once.
    #[error("这份表已经导入过了")]
    ImportApplied,
    /// A table with faults is not applied at all.
    #[error("表中还有 {problems} 处问题，请改好后重新上传")]
    ImportFaulty {
        /// Faults in all.
        problems: i32,
    },
    /// A table that says what the ledger says has nothing to apply.
    #[error("表中内容与系统一致，没有需要导入的变化")]
    ImportEmpty,
    /// The ledger changed since the check, so that something else would be done than was shown.
    #[error("检查之后系统中的数据有变化，请重新上传检查")]
    ImportOutdated,
    /// Somebody stopped it; everything was taken back.
    #[error("已按要求停下，没有写入任何内容")]
    ImportCancelled,
    /// The roles exclude each other (domain.md 2.1, 6.5).
    #[error("系统、安全、审计管理员与其他角色互斥")]
    RolesIncompatible,
    /// A clause with tasks cannot be marked as not decomposed, nor the other way round.
    #[error("这一条款有草拟、待签收、待验收或已办结的任务，不能标为不单独分解")]
    ClauseHasTasks,
    /// An extension is asked for before the due day has passed (domain.md 2.7).
    #[error("已过期，延期须在到期前提出。可写逾期说明。")]
    ExtensionTooLate {
        /// The due day that has passed.
        due_on: NaiveDate,
    },
    /// One item is extended twice at most (domain.md 2.7).
    #[error("已延期 {most} 次，不能再延")]
    ExtensionsUsedUp {
        /// How often it may be.
        most: u32,
    },
    /// One request for an item is open at a time.
    #[error("已有一份延期申请在办，请先办结或撤回")]
    ExtensionOpen,
    /// What was handed in waits for nobody's extension.
    #[error("这个里程碑已提交或已认可，不需要延期")]
    ExtensionNotNeeded,
    /// Due days of tasks that did not begin, stand still or ended do not move.
    #[error("任务不在推进中，不能办理延期")]
    ExtensionTaskNotOpen,
    /// The office alone may not grant it (domain.md 2.7).
    #[error("须提请领导审批：{because}")]
    ExtensionNeedsLeader {
        /// Why, in a few words each.
        because: String,
    },
    /// One adjustment of a task is open at a time.
    #[error("已有一份调整申请在办，请先办结或撤回")]
    AdjustmentOpen,
    /// Content changes while a task is in progress, and new days belong to a suspended one (domain.md 2.3, 2.7).
    #[error("任务现在的状态不能办理这项调整")]
    AdjustmentNotFitting,
    /// A leader suspends or resumes a task after the adjustment for it was approved (domain.md 2.3).
    #[error("须先有一份已批准的调整申请")]
    AdjustmentMissing,
    /// The organisation that is to lead has ended meanwhile.
    #[error("拟任的牵头单位已停用，请不批准后重新申请")]
    LeadEnded,
    /// Supporting organisations have not yet confirmed a closure, and their time to do so has not run out.
    #[error("还有 {open} 家配合单位未确认，期满未答复视为同意")]
    SupportersPending {
        /// Organisations asked.
        open: usize,
    },
    /// A supporting organisation objects to a closure: the office sends the application back.
    #[error("{objections} 家配合单位有异议，请退回办结申请")]
    SupportersObject {
        /// Organisations that object.
        objections: usize,
    },
    /// A key task is checked on the spot by two people before it is closed (domain.md 2.3).
    #[error("关键任务须由 {need} 人现场核验，现有 {have} 人")]
    SpotChecksMissing {
        /// People who checked.
        have: usize,
        /// People needed.
        need: usize,
    },
    /// One person checks a closure once.
    #[error("你已核验过这份办结申请")]
    SpotCheckDone,
    /// Nothing was closed long enough ago that had not been drawn from before.
    #[error("没有办结满 6 个月且未抽查过的任务")]
    NothingToLookBack,
    /// The result of a look-back stays as it was recorded.
    #[error("这一项的回头看结果已登记")]
    LookBackRecorded,
    /// A closed task is reopened only after a look-back found it untrue or rebounding (domain.md 2.3).
    #[error("须先登记回头看结果为不实或反弹")]
    LookBackMissing,
    /// An organisation ends only after each of its open tasks has a receiver (domain.md 5).
    #[error("还有 {left} 项未办任务没有接收单位")]
    HandoverIncomplete {
        /// Open tasks without a receiver.
        left: usize,
    },
    /// Open work needs a named receiver before its person leaves (domain.md 5).
    #[error("还有 {left} 项未办工作没有接收人：{words}。请逐项指定接收人")]
    OpenWorkLeft {
        /// Pieces of work without a receiver.
        left: usize,
        /// What they are, by duty.
        words: String,
    },
    /// The three administrators and evaluators act themselves, and administrators stand in for nobody.
    #[error("管理员和评估专家的权限不能委托，管理员也不能代他人办理")]
    NotDelegable,
    /// Nobody delegates what was delegated to them.
    #[error("正在代他人办理，请先回到本人再委托")]
    DelegatedTwice,
    /// One deputy at a time.
    #[error("这段时间已委托{name}代办，请先结束那一项或另选日期")]
    DelegationOverlaps {
        /// The deputy.
        name: String,
    },
    /// It has not begun, or is over.
    #[error("这项委托不在有效期内")]
    DelegationEnded,
    /// Administrators hold one post, and evaluators none among those who are evaluated.
    #[error("管理员只担任一个岗位；评估专家不能兼任被评估单位的岗位")]
    PostsIncompatible,
    /// One post in each organisation; its roles are changed there.
    #[error("此人在该单位已有岗位，请直接调整那个岗位的角色")]
    PostHeld,
    /// It has not begun, is over, or its roles wait for approval.
    #[error("这个岗位现在不能使用，请选择其他岗位")]
    PostNotInUse,
    /// Whoever goes leaves every post first, each with its receivers.
    #[error("此人还有 {count} 个兼任岗位，请先逐个结束并交接")]
    PostsOpen {
        /// Further posts in use.
        count: usize,
    },
    /// Nobody approves a request they wrote, nor one written in their name (domain.md 2.1).
    #[error("不能审核、审批本人起草或提交的事项，换岗位或代他人办理时也一样")]
    OwnRequest,
    /// Whoever drafted, asked for or reviewed a thing does not decide on it, by whichever name (domain.md 2.1).
    #[error("起草、提出或经办过这件事的人不能再签批、审核，代他人或由他人代为办理时也一样，请由另一位同志办理")]
    OwnWork,
    /// Cancelling the task would leave clauses of the plan without any (domain.md 2.3).
    #[error("终止后条款{clauses}将没有任务承接，请先由其他任务承接，或在方案中标注“不单独分解”")]
    ClausesWouldBeOpen {
        /// Keys of the clauses, e.g. `S07-M20-C03`.
        clauses: String,
    },
    /// One correction of a report is asked for at a time.
    #[error("已申请更正，等统筹办公室答复")]
    CorrectionAsked,
    /// Only the last version of a report is corrected.
    #[error("这一期已有更新的版本，请在新版本上办理")]
    ReportSuperseded,
    /// Parts of supporting organisations rest once the lead has handed its report in (domain.md 2.4).
    #[error("牵头单位已提交本期报告，配合情况不能再改；报告退回后可以")]
    ContributionFrozen,
    /// A part says something before it is submitted.
    #[error("请填写配合情况或存在问题")]
    ContributionEmpty,
    /// One part per task, cycle and organisation.
    #[error("本单位这一期的配合情况已经开始填写")]
    ContributionExists,
    /// One organisation is asked once a day for the same part, not more often.
    #[error("今天已请{organisation}供稿，请明天再催")]
    AskedToday {
        /// Short name of the organisation.
        organisation: String,
    },
    /// A period of a plan has one cycle of its kind.
    #[error("“{name}”已经开过报告期，请在列表中查看；需要改期请调整它的截止日")]
    CycleExists {
        /// The period in words.
        name: String,
    },
    /// The due day of a cycle moves only while it lies ahead.
    #[error("这一期已于 {due_on} 截止，不能再改期；个别任务可以免报")]
    CycleEnded {
        /// The due day that has passed.
        due_on: NaiveDate,
    },
    /// A cycle of red tasks asks those it listed when it opened.
    #[error("这一期只要求红灯任务填报，不包括这个任务")]
    ReportNotAsked,
    /// One agreement with a unit about its reports is in force at a time.
    #[error("这个单位已有一项例外安排，请先结束它")]
    ExceptionExists,
    /// A task of a batch is issued with its batch (domain.md 2.2).
    #[error("这项任务属于一个分解批次，随批次一起印发，不能单独交办")]
    IssuedWithBatch,
    /// A plan that is decomposed by batches issues through batches only (domain.md 2.3).
    #[error("这份方案按批次分解，请先把任务收入批次，审定后印发")]
    IssueNeedsBatch,
    /// What units were asked about stands still (domain.md 2.2).
    #[error("任务已随批次征求意见，请采纳单位意见，或修订批次后再改")]
    TaskInConsultation,
    /// Guards of a batch are not met; the batch itself lists them (domain.md 2.2).
    #[error("还有 {unmet} 处不齐，请先逐项补齐")]
    BatchNotReady {
        /// How many.
        unmet: usize,
    },
    /// Units speak from the consultation on until the leader is asked.
    #[error("现在不在征求意见，不能提出或答复意见")]
    ConsultationClosed,
    /// A comment is answered once.
    #[error("这条意见已经答复")]
    CommentAnswered,
    /// A batch that units saw is kept; only its contents change.
    #[error("已征求过意见的批次须留存，请用修订")]
    BatchKept,
    /// What a batch holds changes while it is a draft only.
    #[error("批次不在草拟，不能修改。要修改请先修订")]
    BatchNotDraft,
    /// A plan with tasks or in force already cannot be put into force again.
    #[error("同一份文件已作为方案启用")]
    PlanAlreadyActive,
    /// A notice concerns a task that its lead has signed for and that has not ended (domain.md 2.6).
    #[error("任务尚未签收或已经结束，不能下达催办、督办")]
    NoticeTaskNotOpen,
    /// At most one urge or supervision notice per task is open (domain.md 2.6).
    #[error("这项任务已有未办结的催办或督办，请先核查销单或升级")]
    NoticeOpen,
    /// The unit got its fill of demands this month; a leader may go beyond (domain.md 2.6, 7).
    #[error("该单位本月催办、督办已达 {cap} 件上限，超出须由领导签发")]
    NoticeCap {
        /// Most demands a month.
        cap: u32,
    },
    /// A supervision notice is signed for before it is answered.
    #[error("请先签收督办单，再反馈")]
    NoticeNotReceived,
    /// An item is issued with a target in words.
    #[error("还有 {count} 项没有年度目标，请先填写")]
    AnnualTargetMissing {
        /// Items without one.
        count: i64,
    },
    /// A book is drawn up from November before its year on (domain.md 2.2).
    #[error("{year} 年的折子工程从 {from} 起编制，请届时再来")]
    AnnualTooEarly {
        /// The year of the book.
        year: i32,
        /// The first day on which it may be drawn up.
        from: NaiveDate,
    },
    /// Every open task of that year has its item.
    #[error("{year} 年的折子工程已列入全部未办结任务，没有可补充的")]
    AnnualBookComplete {
        /// The year of the book.
        year: i32,
    },
    /// Target and due day of an item stand once it is issued.
    #[error("已下达的年度目标和时限不再改动；未完成的会在年末结转并留痕")]
    AnnualItemIssued,
    /// A book is issued as far as there are drafts in it.
    #[error("没有待下达的年度事项")]
    AnnualNothingToIssue,
    /// One bulletin per frozen snapshot, unless the one before was put away.
    #[error("这一期已有通报，请直接打开；如要重写，先作废原稿")]
    BulletinExists,
    /// The words of a bulletin change only while it is a draft.
    #[error("通报已送审或印发，不能再改；待审的可由领导退回")]
    BulletinNotDraft,
    /// A round goes on once agency, lead and selection are on record (domain.md 2.9).
    #[error("请先登记遴选记录：评估机构、评估组长和遴选方式")]
    RoundNotSelected,
    /// A round has enough evaluators for a panel.
    #[error("评估专家还不够：现有 {members} 人，至少需要 {least} 人")]
    RoundTooFewMembers {
        /// Members there are.
        members: usize,
        /// Members that a panel needs.
        least: usize,
    },
    /// Freeze and end of scoring are announced for the time to come, in this order.
    #[error("请先填写材料冻结时间和评分截止时间；冻结须在此刻之后，评分截止须在冻结之后")]
    RoundDaysMissing,
    /// Every measure of the round has a panel that keeps the rules.
    #[error("还有 {measures} 条举措的分派不合规则，请先补齐")]
    RoundUnassigned {
        /// Measures whose panel breaks a rule.
        measures: usize,
    },
    /// Whoever is assigned has declared.
    #[error("还有 {evaluators} 名已分派的专家没有签署回避申报")]
    RoundUndeclared {
        /// Evaluators without a declaration.
        evaluators: usize,
    },
    /// The announced time is waited for, whether or not everybody is done.
    #[error("到 {} 才能执行这一步，请届时再来", in_shanghai(*.until))]
    RoundNotDue {
        /// That time.
        until: DateTime<Utc>,
    },
    /// What is settled by this state does not change any more.
    #[error("本轮评估已过了可以修改这一项的阶段")]
    RoundSettled,
    /// Conflicts of interest bar an evaluator from a measure (domain.md 2.9.2).
    #[error("须回避：{because}")]
    EvaluatorConflict {
        /// The conflicts in words.
        because: String,
    },
    /// An evaluator declares before being assigned.
    #[error("这名专家还没有签署本轮回避申报，请先提醒签署")]
    EvaluatorUndeclared,
    /// Members act within the time they were named for.
    #[error("这名专家不在本轮任期内")]
    MembershipOver,
    /// A sheet is handed in whole and never changes again (domain.md 2.9.6).
    #[error("已交卷，分数不能再改")]
    SheetSubmitted,
    /// A sheet of somebody who is recused counts no more.
    #[error("你已回避这条举措，原评分保留但不计入")]
    SheetVoid,
    /// Scores are taken while the round is in that state and its time is not over.
    #[error("现在不在评分期内")]
    NotScoring,
    /// The rung above waits until the reply day has passed.
    #[error("反馈期限 {reply_by} 未到，不能升级")]
    NoticeNotDue {
        /// The reply day.
        reply_by: NaiveDate,
    },
}

/// An instant as the clocks in Shanghai show it.
fn in_shanghai(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%Y-%m-%d %H:%M").to_string()
}

impl RuleError {
    /// The stable code that clients match on, e.g. `weights_not_hundred`.
    #[expect(clippy::too_many_lines, reason = "a table, one line a rule")]
    pub fn code(&self) -> &'static str {
        match self {
            RuleError::MailOff => "mail_off",
            RuleError::MailAddressMissing => "mail_address_missing",
            RuleError::StepNotPossible => "step_not_possible",
            RuleError::WeightsNotHundred { .. } => "weights_not_hundred",
            RuleError::NoMilestone => "no_milestone",
            RuleError::NoClause => "no_clause",
            RuleError::MilestonesOpen { .. } => "milestones_open",
            RuleError::EvidenceIndexEmpty => "evidence_index_empty",
            RuleError::ContinuingUntilPlanEnd { .. } => "continuing_until_plan_end",
            RuleError::SecondSignoffReturn => "second_signoff_return",
            RuleError::EvidenceMissing { .. } => "evidence_missing",
            RuleError::KeyEvidenceIncomplete { .. } => "key_evidence_incomplete",
            RuleError::EvidenceOnceSubmitted => "evidence_once_submitted",
            RuleError::EvidenceOfAnother => "evidence_of_another",
            RuleError::EvidenceNotInForce => "evidence_not_in_force",
            RuleError::EvidenceIrrelevant { .. } => "evidence_irrelevant",
            RuleError::EvidenceHeld { .. } => "evidence_held",
            RuleError::HoldDecided => "hold_decided",
            RuleError::ArchiveTooLarge { .. } => "archive_too_large",
            RuleError::ArchiveEmpty => "archive_empty",
            RuleError::ProgressMissing => "progress_missing",
            RuleError::QuantityMissing => "quantity_missing",
            RuleError::OwnReport => "own_report",
            RuleError::AlreadyOpened => "already_opened",
            RuleError::TooManyReturns => "too_many_returns",
            RuleError::CallTooEarly => "call_too_early",
            RuleError::CallOpen => "call_open",
            RuleError::NoCallOpen => "no_call_open",
            RuleError::NotUnchanged { .. } => "not_unchanged",
            RuleError::VerdictMissing { .. } => "verdict_missing",
            RuleError::ReportExists => "report_exists",
            RuleError::TaskNotInProgress => "task_not_in_progress",
            RuleError::WindowNotOpen { .. } => "window_not_open",
            RuleError::NotEditable => "not_editable",
            RuleError::TaskIssued => "task_issued",
            RuleError::MilestoneNotOpen { .. } => "milestone_not_open",
            RuleError::OwnAccount => "own_account",
            RuleError::OwnRoles => "own_roles",
            RuleError::LastAdministrator { .. } => "last_administrator",
            RuleError::ImportApplied => "import_applied",
            RuleError::ImportFaulty { .. } => "import_faulty",
            RuleError::ImportEmpty => "import_empty",
            RuleError::ImportOutdated => "import_outdated",
            RuleError::ImportCancelled => "import_cancelled",
            RuleError::RolesIncompatible => "roles_incompatible",
            RuleError::ClauseHasTasks => "clause_has_tasks",
            RuleError::ExtensionTooLate { .. } => "extension_too_late",
            RuleError::ExtensionsUsedUp { .. } => "extensions_used_up",
            RuleError::ExtensionOpen => "extension_open",
            RuleError::ExtensionNotNeeded => "extension_not_needed",
            RuleError::ExtensionTaskNotOpen => "extension_task_not_open",
            RuleError::ExtensionNeedsLeader { .. } => "extension_needs_leader",
            RuleError::AdjustmentOpen => "adjustment_open",
            RuleError::AdjustmentNotFitting => "adjustment_not_fitting",
            RuleError::AdjustmentMissing => "adjustment_missing",
            RuleError::LeadEnded => "lead_ended",
            RuleError::SupportersPending { .. } => "supporters_pending",
            RuleError::SupportersObject { .. } => "supporters_object",
            RuleError::SpotChecksMissing { .. } => "spot_checks_missing",
            RuleError::SpotCheckDone => "spot_check_done",
            RuleError::NothingToLookBack => "nothing_to_look_back",
            RuleError::LookBackRecorded => "look_back_recorded",
            RuleError::LookBackMissing => "look_back_missing",
            RuleError::HandoverIncomplete { .. } => "handover_incomplete",
            RuleError::OpenWorkLeft { .. } => "open_work_left",
            RuleError::NotDelegable => "not_delegable",
            RuleError::DelegatedTwice => "delegated_twice",
            RuleError::DelegationOverlaps { .. } => "delegation_overlaps",
            RuleError::DelegationEnded => "delegation_ended",
            RuleError::PostsIncompatible => "posts_incompatible",
            RuleError::PostHeld => "post_held",
            RuleError::PostNotInUse => "post_not_in_use",
            RuleError::PostsOpen { .. } => "posts_open",
            RuleError::OwnRequest => "own_request",
            RuleError::OwnWork => "own_work",
            RuleError::ClausesWouldBeOpen { .. } => "clauses_would_be_open",
            RuleError::CorrectionAsked => "correction_asked",
            RuleError::ReportSuperseded => "report_superseded",
            RuleError::ContributionFrozen => "contribution_frozen",
            RuleError::ContributionEmpty => "contribution_empty",
            RuleError::ContributionExists => "contribution_exists",
            RuleError::AskedToday { .. } => "asked_today",
            RuleError::CycleExists { .. } => "cycle_exists",
            RuleError::CycleEnded { .. } => "cycle_ended",
            RuleError::ReportNotAsked => "report_not_asked",
            RuleError::ExceptionExists => "exception_exists",
            RuleError::IssuedWithBatch => "issued_with_batch",
            RuleError::IssueNeedsBatch => "issue_needs_batch",
            RuleError::TaskInConsultation => "task_in_consultation",
            RuleError::BatchNotReady { .. } => "batch_not_ready",
            RuleError::ConsultationClosed => "consultation_closed",
            RuleError::CommentAnswered => "comment_answered",
            RuleError::BatchKept => "batch_kept",
            RuleError::BatchNotDraft => "batch_not_draft",
            RuleError::PlanAlreadyActive => "plan_already_active",
            RuleError::NoticeTaskNotOpen => "notice_task_not_open",
            RuleError::NoticeOpen => "notice_open",
            RuleError::NoticeCap { .. } => "notice_cap",
            RuleError::NoticeNotReceived => "notice_not_received",
            RuleError::BulletinExists => "bulletin_exists",
            RuleError::BulletinNotDraft => "bulletin_not_draft",
            RuleError::NoticeNotDue { .. } => "notice_not_due",
            RuleError::RoundNotSelected => "round_not_selected",
            RuleError::RoundTooFewMembers { .. } => "round_too_few_members",
            RuleError::RoundDaysMissing => "round_days_missing",
            RuleError::RoundUnassigned { .. } => "round_unassigned",
            RuleError::RoundUndeclared { .. } => "round_undeclared",
            RuleError::RoundNotDue { .. } => "round_not_due",
            RuleError::RoundSettled => "round_settled",
            RuleError::EvaluatorConflict { .. } => "evaluator_conflict",
            RuleError::EvaluatorUndeclared => "evaluator_undeclared",
            RuleError::MembershipOver => "membership_over",
            RuleError::SheetSubmitted => "sheet_submitted",
            RuleError::SheetVoid => "sheet_void",
            RuleError::NotScoring => "not_scoring",
            RuleError::AnnualTargetMissing { .. } => "annual_target_missing",
            RuleError::AnnualTooEarly { .. } => "annual_too_early",
            RuleError::AnnualBookComplete { .. } => "annual_book_complete",
            RuleError::AnnualItemIssued => "annual_item_issued",
            RuleError::AnnualNothingToIssue => "annual_nothing_to_issue",
        }
    }
}
