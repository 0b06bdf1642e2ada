//! Organisations: offices, departments, districts, sub-parks and agencies, kept by the system administrator.

mod commands;
mod handovers;
mod names;
mod queries;

use chrono::NaiveDate;
use luoshi_domain::people::OrgKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use commands::insert;
pub use commands::{NewOrganisation, OrganisationChange, create, update};
pub use handovers::{NewHandover, OpenWork, hand_over, open_work};
pub use names::{FormerName, Renaming, rename};
pub use queries::{OrganisationQuery, list};

/// An organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// Its id.
    pub id: Uuid,
    /// Short stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for narrow places, e.g. 市科委.
    pub short_name: String,
    /// What it is in the field.
    pub kind: OrgKind,
    /// Place in 建制顺序; lists are sorted by it, never by pinyin.
    pub sort_order: i32,
    /// Other names under which documents mention it.
    pub aliases: Vec<String>,
    /// The names of earlier days, the latest first.
    pub former_names: Vec<FormerName>,
    /// First day of its existence, where that is known.
    pub valid_from: Option<NaiveDate>,
    /// Last day of its existence.
    pub valid_to: Option<NaiveDate>,
    /// Accounts in use; null for those who do not read accounts.
    pub users: Option<i64>,
    /// Tasks it leads that are not closed; null for those who do not read its tasks.
    pub open_tasks: Option<i64>,
    /// Part of the sample data.
    pub is_sample: bool,
    /// Version for edits.
    pub version: i32,
}
