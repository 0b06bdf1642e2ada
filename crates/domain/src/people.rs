//! Organisations, passwords and the delay after wrong ones (domain.md 5, 6.5; trust.md T7, T8).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
            PasswordFault::TooShort => "口令至少 10 个字符",
            PasswordFault::TooUniform => "口令须含大写、小写、数字、符号中的三类",
            PasswordFault::ContainsLogin => "口令不得包含账号名",
            PasswordFault::TooLong => "口令最多 200 个字节",
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
    if classes.iter().filter(|class| password.chars().any(|c| class(c))).count() < 3 {
        return Err(PasswordFault::TooUniform);
    }
    if login.chars().count() >= 3 && password.to_lowercase().contains(&login.to_lowercase()) {
        return Err(PasswordFault::ContainsLogin);
    }
    Ok(())
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
}
