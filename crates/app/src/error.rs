//! The one way up: what kind of refusal it was. Status codes are the server's business.

use luoshi_domain::rule::RuleError;
use sea_orm::{DbErr, SqlErr};
use serde::{Deserialize, Serialize};
use thiserror::Error as ThisError;
use utoipa::ToSchema;

/// One field of the input that cannot be taken, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer into the request body, e.g. `/milestones/0/weight`.
    pub pointer: String,
    /// Stable code, e.g. `required`.
    pub code: String,
    /// What to do, in a sentence.
    pub detail: String,
}

impl FieldError {
    /// A fault at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> FieldError {
        FieldError { pointer: pointer.into(), code: code.to_owned(), detail: detail.into() }
    }
}

/// Every way in which the house says no.
#[derive(Debug, ThisError)]
pub enum Error {
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound,
    /// The caller sees it but may not do this.
    #[error("not allowed: {action}")]
    Forbidden {
        /// The right that is missing.
        action: &'static str,
    },
    /// Fields of the input are wrong.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// A rule of the field stands against it.
    #[error("{0}")]
    Rule(#[from] RuleError),
    /// Somebody else changed it since the caller looked.
    #[error("changed since; now at version {current}")]
    Stale {
        /// The version now.
        current: i32,
    },
    /// An edit without `If-Match`.
    #[error("If-Match is missing")]
    VersionMissing,
    /// The same `Idempotency-Key` came with another request.
    #[error("Idempotency-Key was used for another request")]
    KeyReused,
    /// Something of that name is there already.
    #[error("{field} is taken")]
    Duplicate {
        /// JSON pointer of the field.
        field: &'static str,
    },
    /// No valid session.
    #[error("sign in first")]
    Unauthenticated,
    /// Signed in with a one-time password that must be changed before anything else.
    #[error("change the one-time password first")]
    PasswordChangeRequired,
    /// Wrong login or password, or too many of them; says how long to wait.
    #[error("login refused")]
    LoginRefused {
        /// Seconds until the next attempt is looked at.
        retry_after: i64,
    },
    /// A person listens in as many places as one may.
    #[error("{most} streams are open already")]
    TooManyStreams {
        /// How many one may have.
        most: usize,
    },
    /// A body or file over its limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A file that is not on the allow-list, with the sentence to show.
    #[error("{0}")]
    FileRefused(String),
    /// The house is busy or the database is away; try again.
    #[error("unavailable")]
    Unavailable {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// The database said no in a way the house did not expect.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// A fault of our own.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// Input with one wrong field.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Error {
        Error::Invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// Names the field behind a broken unique constraint; every other error stays what it is.
    #[must_use]
    pub fn or_duplicate(self, constraint: &str, field: &'static str) -> Error {
        match &self {
            Error::Database(error) => match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(message)) if message.contains(constraint) => {
                    Error::Duplicate { field }
                }
                _ => self,
            },
            _ => self,
        }
    }

    /// The stable code of the refusal, equal in problems and in the audit trail.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotFound => "not_found",
            Error::Forbidden { .. } => "forbidden",
            Error::Invalid(_) => "invalid",
            Error::Rule(rule) => rule.code(),
            Error::Stale { .. } => "stale",
            Error::VersionMissing => "version_missing",
            Error::KeyReused => "idempotency_key_reused",
            Error::Duplicate { .. } => "duplicate",
            Error::Unauthenticated => "unauthenticated",
            Error::PasswordChangeRequired => "password_change_required",
            Error::LoginRefused { .. } => "login_refused",
            Error::TooManyStreams { .. } => "too_many_streams",
            Error::TooLarge { .. } => "too_large",
            Error::FileRefused(_) => "file_refused",
            Error::Unavailable { .. } => "unavailable",
            Error::Database(_) | Error::Internal(_) => "internal",
        }
    }

    /// Whether somebody was refused something, which the audit trail keeps.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Error::Forbidden { .. } | Error::Rule(_))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Internal(format!("file store: {error}"))
    }
}
