//! The house itself: the database, the files, the clock and the settings, built once; and who is asking.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar;
use luoshi_domain::light::Thresholds;
use luoshi_domain::policy::{self, Action, Actor, Reach, Target};
use sea_orm::DatabaseConnection;
use uuid::Uuid;

use crate::error::Error;
use crate::files::Store;
use crate::mail::MailSettings;
use crate::people::password::Hasher;

/// Everything a command needs besides its caller.
#[derive(Debug)]
pub struct App {
    /// The ledger.
    pub db: DatabaseConnection,
    /// Evidence and original plan files, by content.
    pub files: Store,
    /// The only source of time.
    pub clock: Clock,
    /// Defaults an operator may change.
    pub settings: Settings,
    /// Password hashing with its own small pool (trust.md T9).
    pub hasher: Hasher,
    /// Whether persona cards may sign in; only ever true on a loopback address.
    pub demo: bool,
}

/// What an operator may change, with the defaults of domain.md.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Largest evidence file in bytes.
    pub evidence_limit: u64,
    /// Constants of the light rules.
    pub thresholds: Thresholds,
    /// Most urge and supervision notices to one unit in a calendar month, unless a leader signs (domain.md 2.6).
    pub notices_a_month: u32,
    /// What stands before the number of a supervision notice (domain.md 2.6).
    pub notice_prefix: String,
    /// What stands before the number of a bulletin.
    pub bulletin_prefix: String,
    /// Absolute life of a session in hours (domain.md 6.5).
    pub session_hours: i64,
    /// How mails are sent; without it none are.
    pub mail: Option<MailSettings>,
    /// Minutes without any use after which a session needs a new login (domain.md 6.5).
    pub idle_minutes: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            evidence_limit: 100 * 1024 * 1024,
            thresholds: Thresholds::default(),
            notices_a_month: 8,
            notice_prefix: "中园督".to_owned(),
            bulletin_prefix: "中园通".to_owned(),
            session_hours: 8,
            idle_minutes: 15,
            mail: None,
        }
    }
}

/// Where "now" comes from; tests and the demonstration set it by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that somebody sets.
    Set(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock standing at this instant until [`Clock::set`].
    pub fn at(now: DateTime<Utc>) -> Clock {
        Clock::Set(Arc::new(Mutex::new(now)))
    }

    /// The present instant, cut to microseconds as PostgreSQL stores them.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => system_now(),
            Clock::Set(now) => *now.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// Moves a hand-set clock; the system clock stays what it is.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Clock::Set(now) = self {
            *now.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = instant;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
fn system_now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}

/// What the request brought besides its body.
#[derive(Clone, Debug, Default)]
pub struct RequestFacts {
    /// Identifies the request in logs, problems and the audit trail.
    pub request_id: Option<String>,
    /// Network address of the caller.
    pub address: Option<String>,
    /// `Idempotency-Key` with a hash of method, path and body.
    pub key: Option<IdempotencyKey>,
    /// `If-Match`.
    pub if_match: IfMatch,
}

/// A key under which a write takes effect at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The caller's words.
    pub key: String,
    /// What the key was used for: the same key with another request is refused.
    pub request_hash: String,
}

/// Which version the caller has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfMatch {
    /// Not said: edits are refused with 428.
    #[default]
    Missing,
    /// This version.
    Version(i32),
    /// Whatever it is: only commands of our own that hold the row.
    Any,
}

/// One caller at one instant: every query and command takes it.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The house.
    pub app: Arc<App>,
    /// Who asks, as far as rights depend on it.
    pub actor: Actor,
    /// Login name, for the audit trail.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Short name of the organisation.
    pub organisation: String,
    /// The session, absent for commands of the machine itself.
    pub session: Option<Uuid>,
    /// The instant of the request; it does not move while the request runs.
    pub now: DateTime<Utc>,
    /// What the request brought.
    pub request: RequestFacts,
}

impl Ctx {
    /// The day in Shanghai; every deadline is judged by it.
    pub fn today(&self) -> NaiveDate {
        calendar::shanghai_today(self.now)
    }

    /// Refuses what the policy table does not allow.
    pub fn allow(&self, action: Action, target: &Target) -> Result<(), Error> {
        if self.may(action, target) { Ok(()) } else { Err(Error::Forbidden { action: action.code() }) }
    }

    /// Whether the policy table allows it.
    pub fn may(&self, action: Action, target: &Target) -> bool {
        policy::decide(&self.actor, action, target)
    }

    /// How far the caller's right to the action reaches.
    pub fn reach(&self, action: Action) -> Reach {
        policy::reach(&self.actor.roles, action)
    }

    /// Refuses callers whose roles never have the right, whatever the target.
    pub fn require(&self, action: Action) -> Result<(), Error> {
        if self.reach(action) == Reach::No { Err(Error::Forbidden { action: action.code() }) } else { Ok(()) }
    }

    /// Refuses an edit of anything but the version the caller has seen (428, 412).
    pub fn expect_version(&self, current: i32) -> Result<(), Error> {
        match self.request.if_match {
            IfMatch::Any => Ok(()),
            IfMatch::Missing => Err(Error::VersionMissing),
            IfMatch::Version(seen) if seen == current => Ok(()),
            IfMatch::Version(_) => Err(Error::Stale { current }),
        }
    }
}
