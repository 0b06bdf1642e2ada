//! What pages show of snapshots and bulletins: the shapes of the interface.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::bulletin::BulletinState;
use luoshi_domain::bulletin::paper::Paper;
use luoshi_domain::light::LightCounts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::AllowedAction;
use crate::views::{PersonRef, Step};

/// A day that was kept; a frozen one is kept whole.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Snapshot {
    /// Id of what was kept whole; null for other days, and for frozen ones from before they were kept whole.
    pub id: Option<Uuid>,
    /// The plan.
    pub plan_id: Uuid,
    /// The day, in Shanghai.
    pub day: NaiveDate,
    /// Whether the end of a reporting cycle froze it.
    pub frozen: bool,
    /// The period of that cycle in words.
    pub cycle_name: Option<String>,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// Tasks in scope then.
    pub tasks: u32,
    /// How many of them showed each light.
    pub counts: LightCounts,
    /// SHA-256 of the whole.
    pub sha256: Option<String>,
    /// The bulletin made from it, as far as the caller reads it.
    pub bulletin: Option<SnapshotBulletin>,
    /// Reports of that cycle that were corrected afterwards; they stand beside what was frozen, never inside.
    pub corrections: Vec<FrozenCorrection>,
}

/// A bulletin where it is only named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SnapshotBulletin {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: BulletinState,
    /// Its number once issued.
    pub number: Option<String>,
}

/// A correction that was approved after its period had been frozen.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FrozenCorrection {
    /// The corrected report.
    pub report_id: Uuid,
    /// The task.
    pub task_id: Uuid,
    /// Code of the task.
    pub task_code: String,
    /// Title of the task.
    pub task_title: String,
    /// Version of the report.
    pub revision: i32,
    /// When it was approved.
    pub approved_at: DateTime<Utc>,
}

/// One bulletin with its paper.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bulletin {
    /// Its id.
    pub id: Uuid,
    /// The frozen snapshot it is made from.
    pub snapshot: BulletinSource,
    /// Where it stands.
    pub state: BulletinState,
    /// 前言 of the office.
    pub foreword: Option<String>,
    /// 下一步要求 of the office.
    pub demands: Option<String>,
    /// Its number once issued, e.g. 中园通〔2026〕1号.
    pub number: Option<String>,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// The paper: as issued, else as made now.
    #[serde(default)]
    pub paper: Option<Paper>,
    /// SHA-256 of the paper's canonical JSON.
    #[serde(default)]
    #[schema(required = true)]
    pub paper_sha256: String,
    /// Of an issued bulletin: whether the paper made again from the frozen snapshot is the issued one, byte for byte.
    #[serde(default)]
    #[schema(required = true)]
    pub reproduced: Option<bool>,
    /// Whether it is sample data.
    pub is_sample: bool,
    /// Who made it.
    pub created_by: PersonRef,
    /// What happened to it, latest first.
    pub history: Vec<Step>,
    /// What this caller may do now.
    #[serde(default)]
    #[schema(required = true)]
    pub actions: Vec<AllowedAction>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Version for changes and steps.
    pub version: i32,
}

/// The frozen snapshot behind a bulletin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinSource {
    /// Its id.
    pub id: Uuid,
    /// The plan.
    pub plan_id: Uuid,
    /// Its day.
    pub day: NaiveDate,
    /// The period in words.
    pub cycle_name: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// A bulletin in the list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinSummary {
    /// Its id.
    pub id: Uuid,
    /// The frozen snapshot it is made from.
    pub snapshot: BulletinSource,
    /// Where it stands.
    pub state: BulletinState,
    /// Its number once issued.
    pub number: Option<String>,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}
