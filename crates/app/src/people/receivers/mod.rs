//! People who leave a post (domain.md 5): what they have under way, who may receive it, and handing it over in the very
//! transaction in which they leave.
//!
//! Administrators see no business content, so open work is named by its number here, never by its title.

mod hand_over;

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::policy::{Action, Role};
use luoshi_domain::receivers::{Candidate, OpenItem, PersonalDuty, receives};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(crate) use hand_over::refuse_open_work;
pub(super) use hand_over::release;

use super::accounts::{self, User};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter};

/// How somebody leaves a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Leaving {
    /// The account is disabled.
    #[default]
    Disable,
    /// They go to another organisation.
    Move,
    /// Roles that wait for approval take the place of those in force.
    Roles,
}

impl Leaving {
    /// The name in the ledger.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Leaving::Disable => "DISABLE",
            Leaving::Move => "MOVE",
            Leaving::Roles => "ROLES",
        }
    }
}

/// Of which way of leaving is spoken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LeavingQuery {
    /// The way; being disabled unless said.
    #[param(inline)]
    pub leaving: Option<Leaving>,
}

/// What a person would leave behind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserOpenWork {
    /// Each duty with open work; none when the person may leave.
    pub duties: Vec<OpenDuty>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// A duty of a person with what is open in it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenDuty {
    /// What the person does.
    pub duty: PersonalDuty,
    /// Numbers of the tasks, reports or notices.
    pub items: Vec<String>,
    /// Who may receive all of it.
    pub receivers: Vec<Receiver>,
}

/// Somebody who may receive work.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Receiver {
    /// The account.
    pub id: Uuid,
    /// Name of the person.
    pub name: String,
    /// Post, e.g. 统筹处主任科员.
    pub post: Option<String>,
    /// Short name of their organisation.
    pub organisation: String,
}

/// Who receives the work of a duty.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyReceiver {
    /// The duty.
    pub duty: PersonalDuty,
    /// The account of the receiver.
    pub account_id: Uuid,
}

/// A row of `open_work.sql`.
#[derive(Clone, Debug, Deserialize)]
struct OpenRow {
    duty: PersonalDuty,
    kind: String,
    id: Uuid,
    label: String,
    authors: Vec<Uuid>,
}

/// A row of `candidates.sql`.
#[derive(Clone, Debug, Deserialize)]
struct CandidateRow {
    #[serde(flatten)]
    receiver: Receiver,
    roles: Vec<Role>,
    same_unit: bool,
}

impl CandidateRow {
    fn facts(&self) -> Candidate {
        Candidate { account: self.receiver.id, roles: self.roles.clone(), same_unit: self.same_unit }
    }
}

/// The open work of a person with those who could receive it.
struct Ledger {
    rows: Vec<OpenRow>,
    candidates: Vec<CandidateRow>,
}

impl Ledger {
    fn open(&self) -> Vec<OpenItem> {
        self.rows.iter().map(|row| OpenItem { duty: row.duty, authors: row.authors.clone() }).collect()
    }

    fn of(&self, duty: PersonalDuty) -> impl Iterator<Item = &OpenRow> {
        self.rows.iter().filter(move |row| row.duty == duty)
    }

    fn duties(&self) -> Vec<OpenDuty> {
        let open = self.open();
        let fits = |row: &&CandidateRow, duty| receives(&row.facts(), duty, &open);
        PersonalDuty::ALL
            .into_iter()
            .filter(|duty| self.of(*duty).next().is_some())
            .map(|duty| OpenDuty {
                duty,
                items: self.of(duty).map(|row| row.label.clone()).collect(),
                receivers: self
                    .candidates
                    .iter()
                    .filter(|row| fits(row, duty))
                    .map(|row| row.receiver.clone())
                    .collect(),
            })
            .collect()
    }

    /// The open work in a line, e.g. `联络员 2 项（28-03、28-05）`.
    fn words(&self) -> String {
        let line = |duty: OpenDuty| {
            let shown: Vec<&str> = duty.items.iter().take(5).map(String::as_str).collect();
            let more = if duty.items.len() > shown.len() { "等" } else { "" };
            format!("{} {} 项（{}{more}）", duty.duty.name(), duty.items.len(), shown.join("、"))
        };
        self.duties().into_iter().map(line).collect::<Vec<_>>().join("；")
    }
}

/// What a person has under way that somebody else must receive before they leave.
pub async fn open_work(ctx: &Ctx, id: Uuid, query: LeavingQuery) -> Result<UserOpenWork, Error> {
    ctx.require(Action::AccountRead)?;
    let user = accounts::view(ctx, id).await?;
    let ledger = read(&ctx.app.db, &user, query.leaving.unwrap_or_default(), ctx.today()).await?;
    Ok(UserOpenWork { duties: ledger.duties(), as_of: ctx.now })
}

async fn read(db: &impl ConnectionTrait, user: &User, leaving: Leaving, today: NaiveDate) -> Result<Ledger, Error> {
    let kept = user.requested_roles.as_deref().filter(|_| leaving == Leaving::Roles).unwrap_or_default();
    let left = |duty: PersonalDuty| duty.is_done_by(&user.roles, true) && !duty.is_done_by(kept, true);
    let duties: Vec<String> =
        PersonalDuty::ALL.into_iter().filter(|duty| left(*duty)).map(|duty| duty.code().to_owned()).collect();
    if duties.is_empty() || user.disabled_at.is_some() {
        return Ok(Ledger { rows: Vec::new(), candidates: Vec::new() });
    }
    let mut filter = Filter::new();
    let (account, organisation, duties) =
        (filter.bind(user.id), filter.bind(user.organisation.id), filter.bind(duties));
    let sql = include_str!("open_work.sql")
        .replace(":account", &account)
        .replace(":organisation", &organisation)
        .replace(":duties", &duties);
    let rows = sql::rows(db, filter.apply(&sql)).await?;
    let values = [user.id.into(), user.organisation.id.into(), today.into()];
    let candidates = sql::rows(db, sql::statement(include_str!("candidates.sql"), values)).await?;
    Ok(Ledger { rows, candidates })
}
