//! Organisations, passwords and the delay after wrong ones (domain.md 5, 6.5; trust.md T7, T8).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::policy::{self, Role};
use crate::posts::{check_further, check_together};
use crate::rule::RuleError;

/// What an organisation is in the field (domain.md 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrgKind {
    /// 统筹办公室.
    Office,
    /// 市级部门.
    Municipal,
    /// 区.
    District,
    /// 分园.
    SubPark,
    /// 部委.
    Ministry,
    /// 第三方评估机构.
    Agency,
    /// 其他.
    Other,
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than ten characters.
    TooShort,
    /// Fewer than three of: lower case, upper case, digit, other.
    TooUniform,
    /// It contains the login name.
    ContainsLogin,
    /// It is longer than 200 bytes.
    TooLong,
}

impl PasswordFault {
    /// The stable code of the field error.
    pub const fn code(self) -> &'static str {
        match self {
            PasswordFault::TooShort => "too_short",
            PasswordFault::TooUniform => "too_uniform",
            PasswordFault::ContainsLogin => "contains_login",
            PasswordFault::TooLong => "too_long",
        }
    }

    /// What to do about it, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            PasswordFault::TooShort => "密码至少 10 个字符",
            PasswordFault::TooUniform => "密码须含大写、小写、数字、符号中的三类",
            PasswordFault::ContainsLogin => "密码不得包含账号名",
            PasswordFault::TooLong => "密码最多 200 个字节",
        }
    }
}

/// At least ten characters of three classes, without the login name (domain.md 6.5).
pub fn check_password(password: &str, login: &str) -> Result<(), PasswordFault> {
    if password.chars().count() < 10 {
        return Err(PasswordFault::TooShort);
    }
    if password.len() > 200 {
        return Err(PasswordFault::TooLong);
    }
    let classes: [fn(char) -> bool; 4] =
        [char::is_lowercase, char::is_uppercase, char::is_numeric, |c| !c.is_alphanumeric()];
    if classes.iter().filter(|class| password.chars().any(class)).count() < 3 {
        return Err(PasswordFault::TooUniform);
    }
    if login.chars().count() >= 3 && password.to_lowercase().contains(&login.to_lowercase()) {
        return Err(PasswordFault::ContainsLogin);
    }
    Ok(())
}

/// A login name is three to forty of a–z, 0–9, dot, underscore and hyphen.
pub fn login_fits(login: &str) -> bool {
    (3..=40).contains(&login.len())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'))
}

/// What administrators do to an account; nobody is ever deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountAction {
    /// 批准角色变更.
    ApproveRoles,
    /// 驳回角色变更.
    RefuseRoles,
    /// 重置密码.
    ResetPassword,
    /// 停用.
    Disable,
    /// 启用.
    Enable,
}

/// What the steps on an account depend on.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts read from the ledger, not states of a machine")]
pub struct AccountFacts {
    /// It cannot log in.
    pub disabled: bool,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Roles that wait for approval.
    pub requested: Option<Vec<Role>>,
    /// It is a further post of somebody.
    pub further: bool,
    /// Further posts of the same person that are in use, for the account with which they sign in.
    pub open_posts: usize,
    /// Roles of the other posts of the same person.
    pub others: Vec<Vec<Role>>,
    /// It is the caller's own.
    pub own: bool,
    /// The caller asked for the roles that wait.
    pub asked_by_caller: bool,
    /// No other account in use has its administrator role.
    pub last_of_its_kind: bool,
}

impl AccountAction {
    /// All steps in the order in which buttons are offered.
    pub const ALL: [AccountAction; 5] = [
        AccountAction::ApproveRoles,
        AccountAction::RefuseRoles,
        AccountAction::ResetPassword,
        AccountAction::Disable,
        AccountAction::Enable,
    ];

    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            AccountAction::ApproveRoles => "approve_roles",
            AccountAction::RefuseRoles => "refuse_roles",
            AccountAction::ResetPassword => "reset_password",
            AccountAction::Disable => "disable",
            AccountAction::Enable => "enable",
        }
    }

    /// The name in the audit trail.
    pub const fn event(self) -> &'static str {
        match self {
            AccountAction::ApproveRoles => "user.approve_roles",
            AccountAction::RefuseRoles => "user.refuse_roles",
            AccountAction::ResetPassword => "user.reset_password",
            AccountAction::Disable => "user.disable",
            AccountAction::Enable => "user.enable",
        }
    }

    /// The right it needs: making accounts and granting roles are two persons (domain.md 6.5).
    pub const fn needs(self) -> policy::Action {
        match self {
            AccountAction::ApproveRoles | AccountAction::RefuseRoles => policy::Action::AccountDecide,
            _ => policy::Action::AccountWrite,
        }
    }

    /// Whether a reason in words is required.
    pub const fn needs_comment(self) -> bool {
        matches!(self, AccountAction::RefuseRoles | AccountAction::Disable)
    }

    /// Whether the step may be taken now; a refusal says which rule stands against it.
    pub fn check(self, account: &AccountFacts) -> Result<(), RuleError> {
        match self {
            AccountAction::ApproveRoles => account.check_approval(),
            AccountAction::RefuseRoles if account.requested.is_none() => Err(RuleError::StepNotPossible),
            AccountAction::ResetPassword | AccountAction::Disable if account.disabled => {
                Err(RuleError::StepNotPossible)
            }
            AccountAction::ResetPassword if account.further => Err(RuleError::StepNotPossible),
            AccountAction::ResetPassword | AccountAction::Disable if account.own => Err(RuleError::OwnAccount),
            AccountAction::Disable if account.open_posts > 0 => Err(RuleError::PostsOpen { count: account.open_posts }),
            AccountAction::Disable => account.keeps_an_administrator(&[]),
            AccountAction::Enable if !account.disabled => Err(RuleError::StepNotPossible),
            _ => Ok(()),
        }
    }
}

impl AccountFacts {
    fn check_approval(&self) -> Result<(), RuleError> {
        let requested = self.requested.as_ref().filter(|_| !self.disabled).ok_or(RuleError::StepNotPossible)?;
        if self.own || self.asked_by_caller {
            return Err(RuleError::OwnRoles);
        }
        self.check_post(requested)?;
        self.keeps_an_administrator(requested)
    }

    /// Whether the person may hold these roles in this post beside the other posts.
    pub fn check_post(&self, roles: &[Role]) -> Result<(), RuleError> {
        if self.further {
            check_further(roles)?;
        }
        let posts: Vec<&[Role]> = self.others.iter().map(Vec::as_slice).chain([roles]).collect();
        check_together(&posts)
    }

    fn keeps_an_administrator(&self, next: &[Role]) -> Result<(), RuleError> {
        let lost = self.roles.iter().find(|role| role.is_administrator() && !next.contains(role));
        match lost {
            Some(role) if self.last_of_its_kind && !self.disabled => {
                Err(RuleError::LastAdministrator { role: administrator_name(*role) })
            }
            _ => Ok(()),
        }
    }
}

const fn administrator_name(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin => "系统管理员",
        Role::SecurityAdmin => "安全管理员",
        _ => "审计管理员",
    }
}

/// Seconds to wait after so many wrong passwords in a row from one network: none for the first three, then doubling up
/// to fifteen minutes. The account itself is never locked, so a stranger cannot shut its owner out (trust.md T8).
pub fn login_delay_seconds(failures: i32) -> i64 {
    match failures {
        ..4 => 0,
        4..=12 => (1_i64 << (failures - 3)).min(900),
        _ => 900,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_ten_characters_of_three_classes() {
        assert_eq!(check_password("Abc-12345", "zhang"), Err(PasswordFault::TooShort));
        assert_eq!(check_password("abcdefghijkl", "zhang"), Err(PasswordFault::TooUniform));
        assert_eq!(check_password("Abcdefgh-123", "zhang"), Ok(()));
    }

    #[test]
    fn a_password_does_not_contain_the_login() {
        assert_eq!(check_password("Zhang-123456", "zhang"), Err(PasswordFault::ContainsLogin));
    }

    #[test]
    fn the_delay_doubles_and_ends_at_fifteen_minutes() {
        assert_eq!(login_delay_seconds(3), 0);
        assert_eq!(login_delay_seconds(4), 2);
        assert_eq!(login_delay_seconds(5), 4);
        assert_eq!(login_delay_seconds(12), 512);
        assert_eq!(login_delay_seconds(i32::MAX), 900);
    }

    #[test]
    fn a_login_is_short_and_plain() {
        assert!(login_fits("zhang.san-2"));
        for login in ["ab", "Zhang", "zhang san", "张三", &"a".repeat(41)] {
            assert!(!login_fits(login), "{login}");
        }
    }

    fn security_admin() -> AccountFacts {
        AccountFacts { roles: vec![Role::SecurityAdmin], ..AccountFacts::default() }
    }

    #[test]
    fn nobody_disables_themselves_or_the_last_administrator_of_a_kind() {
        let own = AccountFacts { own: true, ..security_admin() };
        assert_eq!(AccountAction::Disable.check(&own), Err(RuleError::OwnAccount));
        let last = AccountFacts { last_of_its_kind: true, ..security_admin() };
        assert_eq!(AccountAction::Disable.check(&last), Err(RuleError::LastAdministrator { role: "安全管理员" }));
        assert_eq!(AccountAction::Disable.check(&security_admin()), Ok(()));
    }

    #[test]
    fn the_last_administrator_cannot_be_given_other_roles_instead() {
        let last =
            AccountFacts { last_of_its_kind: true, requested: Some(vec![Role::OfficeStaff]), ..security_admin() };
        assert!(matches!(AccountAction::ApproveRoles.check(&last), Err(RuleError::LastAdministrator { .. })));
    }

    #[test]
    fn a_person_leaves_their_further_posts_before_the_first_one() {
        let first = AccountFacts { open_posts: 2, ..AccountFacts::default() };
        assert_eq!(AccountAction::Disable.check(&first), Err(RuleError::PostsOpen { count: 2 }));
        let further = AccountFacts { further: true, ..AccountFacts::default() };
        assert_eq!(AccountAction::Disable.check(&further), Ok(()));
        assert_eq!(AccountAction::ResetPassword.check(&further), Err(RuleError::StepNotPossible), "it has no password");
    }

    #[test]
    fn roles_that_do_not_go_with_another_post_are_not_approved() {
        let evaluator = AccountFacts {
            others: vec![vec![Role::UnitReporter]],
            requested: Some(vec![Role::Evaluator]),
            ..AccountFacts::default()
        };
        assert_eq!(AccountAction::ApproveRoles.check(&evaluator), Err(RuleError::PostsIncompatible));
    }

    #[test]
    fn roles_are_approved_by_a_second_person_and_must_fit_together() {
        let asked = |roles: &[Role]| AccountFacts { requested: Some(roles.to_vec()), ..AccountFacts::default() };
        let fine = asked(&[Role::OfficeStaff]);
        assert_eq!(AccountAction::ApproveRoles.check(&fine), Ok(()));
        for (own, asked_by_caller) in [(true, false), (false, true)] {
            let facts = AccountFacts { own, asked_by_caller, ..fine.clone() };
            assert_eq!(AccountAction::ApproveRoles.check(&facts), Err(RuleError::OwnRoles));
        }
        let mixed = asked(&[Role::AuditAdmin, Role::OfficeStaff]);
        assert_eq!(AccountAction::ApproveRoles.check(&mixed), Err(RuleError::RolesIncompatible));
        assert_eq!(AccountAction::ApproveRoles.check(&AccountFacts::default()), Err(RuleError::StepNotPossible));
    }
}
