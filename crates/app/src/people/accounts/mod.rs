//! Accounts: the system administrator makes and changes them, the security administrator decides on roles.

mod commands;
mod posts;
mod queries;
mod steps;

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::people::{AccountAction, AccountFacts};
use luoshi_domain::policy::{Role, Target};
use luoshi_domain::rule::RuleError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use commands::{AccountToInsert, check_login, insert};
pub use commands::{NewUser, UserChange, create, update};
pub use posts::{FurtherPost, NewPost, add as add_post};
pub use queries::{UserQuery, list, view};
pub use steps::{UserTransition, transition};

use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::views::{OrgRef, PersonRef};

/// An account and the person behind it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: Uuid,
    /// Login name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Post, e.g. 统筹处主任科员.
    pub post: Option<String>,
    /// Where they work.
    pub organisation: OrgRef,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Roles that wait for the security administrator; null when nothing waits.
    pub requested_roles: Option<Vec<Role>>,
    /// Who asked for them.
    pub requested_by: Option<PersonRef>,
    /// Since when it cannot log in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// The last login.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Whose further post this is; null: the account with which a person signs in.
    pub person_id: Option<Uuid>,
    /// First day of a further post.
    pub serves_from: Option<NaiveDate>,
    /// Last day of a further post, where one is set.
    pub serves_until: Option<NaiveDate>,
    /// Further posts of the person, those that ended included.
    pub posts: Vec<FurtherPost>,
    /// Part of the sample data.
    pub is_sample: bool,
    /// What the caller may do to it.
    #[serde(default)]
    pub actions: Vec<AllowedAction>,
    /// Version for edits.
    pub version: i32,
}

/// An account with a password to hand over; the password is told once and kept nowhere.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserWithPassword {
    /// The account.
    pub user: User,
    /// Must be changed at the first login; null when the answer is repeated for the same Idempotency-Key.
    pub one_time_password: Option<String>,
}

/// A row as the ledger gives it: the view, its place in the list, and what the rules ask besides.
#[derive(Clone, Debug, Deserialize)]
struct AccountRow {
    #[serde(flatten)]
    user: User,
    order: (i32, String, String),
    last_of_its_kind: bool,
    others: Vec<Vec<Role>>,
}

impl AccountRow {
    fn facts(&self, ctx: &Ctx) -> AccountFacts {
        let own = |account| ctx.actor.is_one_of_them(account);
        AccountFacts {
            further: self.user.person_id.is_some(),
            open_posts: self.user.posts.iter().filter(|post| post.disabled_at.is_none()).count(),
            others: self.others.clone(),
            disabled: self.user.disabled_at.is_some(),
            roles: self.user.roles.clone(),
            requested: self.user.requested_roles.clone(),
            own: own(self.user.id),
            asked_by_caller: self.user.requested_by.as_ref().is_some_and(|asker| own(asker.id)),
            last_of_its_kind: self.last_of_its_kind,
        }
    }

    /// What a further post of this person depends on: all their posts are the others.
    fn facts_of_post(&self) -> AccountFacts {
        let others = self.others.iter().cloned().chain([self.user.roles.clone()]).collect();
        AccountFacts { further: true, others, ..AccountFacts::default() }
    }

    /// The view with the buttons of this caller; steps that make no sense now are left out.
    fn shown_to(mut self, ctx: &Ctx) -> User {
        let facts = self.facts(ctx);
        self.user.actions = AccountAction::ALL
            .into_iter()
            .filter(|action| ctx.may(action.needs(), &Target::default()))
            .map(|action| (action, action.check(&facts)))
            .filter(|(_, guard)| *guard != Err(RuleError::StepNotPossible))
            .map(|(action, guard)| AllowedAction::of(action.code(), action.needs_comment(), guard))
            .collect();
        self.user
    }
}

/// Each role once, in the order of the permissions table, so that equal wishes look equal.
fn in_order(roles: &[Role]) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| roles.contains(role)).collect()
}

fn codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}
