//! What mails say, in both languages.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::mail::MailTopic;
use luoshi_domain::notifications::NotificationKind;

use super::MailLanguage;
use crate::notifications::Notification;

/// The words of one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub MailLanguage);

impl Words {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            MailLanguage::Zh => zh,
            MailLanguage::En => en,
        }
    }

    fn day(self, day: NaiveDate) -> String {
        match self.0 {
            MailLanguage::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            MailLanguage::En => day.format("%-d %B %Y").to_string(),
        }
    }

    pub fn greeting(self, name: &str) -> String {
        format!("{name}{}", self.pick("，你好：", ","))
    }

    pub fn digest_subject(self, count: usize, day: NaiveDate) -> String {
        match self.0 {
            MailLanguage::Zh => format!("落实：{}月{}日有 {count} 条消息", day.month(), day.day()),
            MailLanguage::En if count == 1 => format!("Luoshi: 1 message on {}", self.day(day)),
            MailLanguage::En => format!("Luoshi: {count} messages on {}", self.day(day)),
        }
    }

    pub fn digest_lead(self, count: usize, day: NaiveDate) -> String {
        match self.0 {
            MailLanguage::Zh => format!("到{}，“落实”里有 {count} 条消息等你看。", self.day(day)),
            MailLanguage::En if count == 1 => format!("One message waits for you in Luoshi, as of {}.", self.day(day)),
            MailLanguage::En => format!("{count} messages wait for you in Luoshi, as of {}.", self.day(day)),
        }
    }

    /// What a message is about, the thing by name, and until when.
    pub fn line(self, message: &Notification) -> String {
        let (colon, open, close) = match self.0 {
            MailLanguage::Zh => ("：", "（", "）"),
            MailLanguage::En => (": ", " (", ")"),
        };
        // A title is one line here, whatever is in it.
        let label = message.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = format!("{}{colon}{label}", self.kind(message.kind));
        let line = match self.0 {
            _ if message.count == 1 => line,
            MailLanguage::Zh => format!("{line}，{} 件", message.count),
            MailLanguage::En => format!("{line}, {} items", message.count),
        };
        match message.due_on {
            Some(due_on) => format!("{line}{open}{} {}{close}", self.pick("期限", "due"), self.day(due_on)),
            None => line,
        }
    }

    pub fn more(self, count: usize) -> String {
        match self.0 {
            MailLanguage::Zh => format!("另有 {count} 条，请到消息页查看"),
            MailLanguage::En => format!("{count} more on the page of messages"),
        }
    }

    pub fn no_more_of(self, topic: MailTopic) -> String {
        match self.0 {
            MailLanguage::Zh => format!("不再邮寄“{}”：", self.topic(topic)),
            MailLanguage::En => format!("No more mails about “{}”:", self.topic(topic)),
        }
    }

    pub fn only_names(self) -> &'static str {
        self.pick(
            "邮件只列名称和编号，内容请登录后查看。每人每天至多一封；退订后消息仍在系统里。",
            "Mails give names and codes only; sign in to read more. You get at most one a day, and messages stay in the \
             program when you unsubscribe.",
        )
    }

    pub fn settings(self) -> &'static str {
        self.pick("邮件设置：", "Mail settings:")
    }

    pub fn no_more(self) -> &'static str {
        self.pick("不再邮寄每日摘要：", "No more daily digests:")
    }

    pub fn confirm_subject(self) -> &'static str {
        self.pick("落实：请确认邮箱", "Luoshi: please confirm your address")
    }

    pub fn confirm_lead(self) -> &'static str {
        self.pick(
            "有人在“落实”里把这个地址填为自己的邮箱。确认之后，每日摘要才会寄到这里。",
            "Somebody entered this address in Luoshi as theirs. Daily digests come here only once it is confirmed.",
        )
    }

    pub fn confirm(self) -> &'static str {
        self.pick("确认这是我的邮箱", "Confirm that this address is mine")
    }

    pub fn confirm_foot(self) -> &'static str {
        self.pick("不是你填的，请不必理会。", "If it was not you, there is nothing to do.")
    }

    pub fn test_subject(self) -> &'static str {
        self.pick("落实：试发邮件", "Luoshi: test mail")
    }

    pub fn test_lead(self) -> &'static str {
        self.pick("邮件服务器已接通，这是一封试发的邮件。", "The mail server is connected; this is a test mail.")
    }

    pub fn open(self) -> &'static str {
        self.pick("打开落实", "Open Luoshi")
    }

    pub fn topic(self, topic: MailTopic) -> &'static str {
        match topic {
            MailTopic::Tasks => self.pick("任务", "Tasks"),
            MailTopic::DueDays => self.pick("临近期限", "Due days"),
            MailTopic::Reports => self.pick("报告", "Reports"),
            MailTopic::Requests => self.pick("延期与调整", "Extensions and adjustments"),
            MailTopic::Supervision => self.pick("督办", "Supervision"),
            MailTopic::Accounts => self.pick("账号与角色", "Account and roles"),
        }
    }

    /// The same words as on the page of messages.
    fn kind(self, kind: NotificationKind) -> &'static str {
        use NotificationKind as K;
        match kind {
            K::TaskIssued => self.pick("任务交办", "Task issued"),
            K::SignoffDue => self.pick("签收将到期", "Sign-off due"),
            K::SignoffReturned => self.pick("退签待协调", "Sign-off returned"),
            K::ClosureApplied => self.pick("申请办结", "Closure applied for"),
            K::ClosureDecided => self.pick("办结结果", "Closure decided"),
            K::TaskChanged => self.pick("任务变动", "Task changed"),
            K::MilestoneDue => self.pick("即将到期", "Due soon"),
            K::CycleOpened => self.pick("报告期开启", "Cycle opened"),
            K::ReportsDue => self.pick("报告将到期", "Reports due"),
            K::ReportsToReview => self.pick("待单位审核", "For unit review"),
            K::ReportsToApprove => self.pick("待统筹审核", "For office review"),
            K::ReportReturned => self.pick("报告退回", "Report returned"),
            K::ReportsApproved => self.pick("报告通过", "Report approved"),
            K::ReportWaived => self.pick("免报", "Report waived"),
            K::CorrectionAsked => self.pick("申请更正", "Correction asked for"),
            K::CorrectionDecided => self.pick("更正答复", "Correction answered"),
            K::RequestToSign => self.pick("申请待签发", "Request to sign"),
            K::RequestReturned => self.pick("申请退回", "Request returned"),
            K::RequestToReview => self.pick("申请待审核", "Request to review"),
            K::RequestToApprove => self.pick("申请待审批", "Request to decide"),
            K::RequestDecided => self.pick("申请结果", "Request decided"),
            K::NoticeToSign => self.pick("督办待签发", "Notice to sign"),
            K::NoticeIssued => self.pick("催办督办", "Urged"),
            K::NoticeAnswered => self.pick("督办已反馈", "Notice answered"),
            K::NoticeReturned => self.pick("督办退回重办", "Answer returned"),
            K::NoticeEnded => self.pick("督办结果", "Notice ended"),
            K::AnnualIssued => self.pick("年度折子下达", "Annual targets issued"),
            K::AnnualApplied => self.pick("年度事项申请办结", "Annual item to confirm"),
            K::AnnualDecided => self.pick("年度事项办结结果", "Annual item decided"),
            K::RolesAsked => self.pick("角色待审批", "Roles to decide"),
            K::RolesDecided => self.pick("角色审批结果", "Roles decided"),
            K::WorkReceived => self.pick("接收工作", "Work received"),
            K::DelegationNamed => self.pick("委托代办", "Deputy named"),
            K::DelegationEnded => self.pick("委托结束", "Deputyship ended"),
            K::PasswordReset => self.pick("密码重置", "Password reset"),
        }
    }
}
