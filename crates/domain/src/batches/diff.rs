//! What one version of a batch changed of another: tasks added and removed, and per task each field with what it said
//! before and says now.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::evidence::EvidenceKind;
use crate::tasks::Nature;

/// A task as one version of a batch has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchTask {
    /// The task.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Keys of the clauses behind it.
    pub clauses: Vec<String>,
    /// What will exist in the end.
    pub deliverable: String,
    /// Kinds of evidence that fit.
    pub deliverable_kinds: Vec<EvidenceKind>,
    /// What proves completion.
    pub acceptance_standard: String,
    /// 牵头单位.
    pub lead: BatchUnit,
    /// 责任单位.
    pub responsible: Vec<BatchUnit>,
    /// 配合单位.
    pub supporting: Vec<BatchUnit>,
    /// 阶段任务 or 长期任务.
    pub nature: Nature,
    /// 重点任务.
    pub is_key: bool,
    /// First day.
    pub start_on: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// Its milestones in order.
    pub milestones: Vec<BatchMilestone>,
}

/// A unit as it was called when the version was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchUnit {
    /// The organisation.
    pub id: Uuid,
    /// Its short name.
    pub short_name: String,
}

/// A milestone as one version of a batch has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchMilestone {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What must exist then.
    pub deliverable: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Percent of the task.
    pub weight: i32,
    /// 关键节点.
    pub is_key: bool,
}

/// What a field of a task is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangedField {
    /// Its title.
    Title,
    /// The clauses behind it.
    Clauses,
    /// What will exist in the end.
    Deliverable,
    /// Kinds of evidence.
    DeliverableKinds,
    /// What proves completion.
    AcceptanceStandard,
    /// 牵头单位.
    Lead,
    /// 责任单位.
    Responsible,
    /// 配合单位.
    Supporting,
    /// 阶段任务 or 长期任务.
    Nature,
    /// 重点任务.
    IsKey,
    /// First day.
    StartOn,
    /// Last day.
    DueOn,
    /// Its milestones.
    Milestones,
}

/// One field that says something else now; lists hold only what went and what came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// Which field.
    pub field: ChangedField,
    /// What it said, or what went.
    pub before: Vec<String>,
    /// What it says, or what came.
    pub after: Vec<String>,
}

/// A task where it is only named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedTask {
    /// The task.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Short name of its lead.
    pub lead: String,
}

/// A task whose words are others now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskDifference {
    /// The task as it is called now.
    pub task: NamedTask,
    /// Each field that changed.
    pub changes: Vec<FieldChange>,
}

/// What a later version changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Tasks that came.
    pub added: Vec<NamedTask>,
    /// Tasks that went.
    pub removed: Vec<NamedTask>,
    /// Tasks that say something else.
    pub changed: Vec<TaskDifference>,
    /// How many say the same.
    pub unchanged: usize,
}

/// Compares two versions task by task.
pub fn diff(before: &[BatchTask], after: &[BatchTask]) -> Difference {
    let find = |list: &'_ [BatchTask], id: Uuid| list.iter().position(|task| task.id == id);
    let mut difference = Difference {
        added: after.iter().filter(|task| find(before, task.id).is_none()).map(named).collect(),
        removed: before.iter().filter(|task| find(after, task.id).is_none()).map(named).collect(),
        ..Difference::default()
    };
    for task in after {
        let Some(old) = find(before, task.id).and_then(|place| before.get(place)) else { continue };
        let changes = changes(old, task);
        if changes.is_empty() {
            difference.unchanged += 1;
        } else {
            difference.changed.push(TaskDifference { task: named(task), changes });
        }
    }
    difference
}

fn named(task: &BatchTask) -> NamedTask {
    NamedTask { id: task.id, code: task.code.clone(), title: task.title.clone(), lead: task.lead.short_name.clone() }
}

fn changes(old: &BatchTask, new: &BatchTask) -> Vec<FieldChange> {
    let one = |field, before: &str, after: &str| {
        (before != after).then(|| FieldChange { field, before: vec![before.to_owned()], after: vec![after.to_owned()] })
    };
    let text = |value: &dyn Fn(&BatchTask) -> String, field| one(field, &value(old), &value(new));
    [
        text(&|task| task.title.clone(), ChangedField::Title),
        list(ChangedField::Clauses, &old.clauses, &new.clauses),
        text(&|task| task.deliverable.clone(), ChangedField::Deliverable),
        list(ChangedField::DeliverableKinds, &kinds(old), &kinds(new)),
        text(&|task| task.acceptance_standard.clone(), ChangedField::AcceptanceStandard),
        (old.lead.id != new.lead.id)
            .then(|| one(ChangedField::Lead, &old.lead.short_name, &new.lead.short_name))
            .flatten(),
        units(ChangedField::Responsible, &old.responsible, &new.responsible),
        units(ChangedField::Supporting, &old.supporting, &new.supporting),
        text(&|task| code(task.nature), ChangedField::Nature),
        text(&|task| task.is_key.to_string(), ChangedField::IsKey),
        text(&|task| task.start_on.to_string(), ChangedField::StartOn),
        text(&|task| task.due_on.to_string(), ChangedField::DueOn),
        list(ChangedField::Milestones, &milestones(old), &milestones(new)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn code(nature: Nature) -> String {
    sea_orm::ActiveEnum::to_value(&nature)
}

fn kinds(task: &BatchTask) -> Vec<String> {
    task.deliverable_kinds.iter().map(sea_orm::ActiveEnum::to_value).collect()
}

fn milestones(task: &BatchTask) -> Vec<String> {
    let line = |milestone: &BatchMilestone| {
        let key = if milestone.is_key { "◆ " } else { "" };
        let what =
            if milestone.deliverable.is_empty() { String::new() } else { format!("（{}）", milestone.deliverable) };
        format!("{key}{}{what}　{}　{}%", milestone.title, milestone.due_on, milestone.weight)
    };
    task.milestones.iter().map(line).collect()
}

/// A renamed unit is the same unit.
fn units(field: ChangedField, old: &[BatchUnit], new: &[BatchUnit]) -> Option<FieldChange> {
    let gone = |list: &[BatchUnit], from: &[BatchUnit]| -> Vec<String> {
        let without = from.iter().filter(|unit| !list.iter().any(|other| other.id == unit.id));
        without.map(|unit| unit.short_name.clone()).collect()
    };
    let (before, after) = (gone(new, old), gone(old, new));
    (!before.is_empty() || !after.is_empty()).then_some(FieldChange { field, before, after })
}

/// What went and what came of a list; the order alone is no change.
fn list(field: ChangedField, old: &[String], new: &[String]) -> Option<FieldChange> {
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|item| !other.contains(item)).cloned().collect()
    };
    let (before, after) = (without(old, new), without(new, old));
    (!before.is_empty() || !after.is_empty()).then_some(FieldChange { field, before, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(number: u128, name: &str) -> BatchUnit {
        BatchUnit { id: Uuid::from_u128(number), short_name: name.into() }
    }

    fn task(number: u128) -> BatchTask {
        BatchTask {
            id: Uuid::from_u128(number),
            code: format!("28-{number:02}"),
            title: "人形机器人".into(),
            clauses: vec!["S10-M28-C01".into()],
            deliverable: "产品".into(),
            deliverable_kinds: vec![EvidenceKind::C],
            acceptance_standard: "下线证明".into(),
            lead: unit(1, "市科委"),
            responsible: vec![],
            supporting: vec![unit(2, "市经信局")],
            nature: Nature::OneOff,
            is_key: false,
            start_on: "2026-01-01".parse().unwrap(),
            due_on: "2026-12-31".parse().unwrap(),
            milestones: vec![],
        }
    }

    #[test]
    fn tasks_come_and_go() {
        let difference = diff(&[task(1), task(2)], &[task(2), task(3)]);
        assert_eq!(difference.added.iter().map(|task| task.code.as_str()).collect::<Vec<_>>(), ["28-03"]);
        assert_eq!(difference.removed.iter().map(|task| task.code.as_str()).collect::<Vec<_>>(), ["28-01"]);
        assert_eq!((difference.changed.len(), difference.unchanged), (0, 1));
    }

    #[test]
    fn a_change_names_field_unit_and_day() {
        let new = BatchTask {
            lead: unit(2, "市经信局"),
            supporting: vec![unit(1, "市科委")],
            due_on: "2027-06-30".parse().unwrap(),
            ..task(1)
        };
        let difference = diff(&[task(1)], &[new]);
        let change = |field, before: &str, after: &str| FieldChange {
            field,
            before: vec![before.into()],
            after: vec![after.into()],
        };
        assert_eq!(
            difference.changed[0].changes,
            [
                change(ChangedField::Lead, "市科委", "市经信局"),
                change(ChangedField::Supporting, "市经信局", "市科委"),
                change(ChangedField::DueOn, "2026-12-31", "2027-06-30"),
            ]
        );
    }

    #[test]
    fn a_milestone_that_moved_is_shown_with_its_day_and_weight() {
        let milestone = |due: &str| BatchMilestone {
            id: Uuid::from_u128(9),
            title: "中试".into(),
            deliverable: String::new(),
            due_on: due.parse().unwrap(),
            weight: 40,
            is_key: true,
        };
        let with = |due| BatchTask { milestones: vec![milestone(due)], ..task(1) };
        let difference = diff(&[with("2026-06-30")], &[with("2026-09-30")]);
        let change = &difference.changed[0].changes[0];
        assert_eq!(change.field, ChangedField::Milestones);
        assert_eq!(
            (&change.before[0][..], &change.after[0][..]),
            ("◆ 中试　2026-06-30　40%", "◆ 中试　2026-09-30　40%")
        );
    }

    #[test]
    fn a_unit_that_was_renamed_is_no_change() {
        let renamed = BatchTask { lead: unit(1, "市科委、中关村管委会"), ..task(1) };
        assert_eq!(diff(&[task(1)], &[renamed]).unchanged, 1);
    }

    proptest! {
        /// Every task of either version is counted once, and what is the same both times is no change.
        #[test]
        fn nothing_is_lost_between_two_versions(before in prop::collection::btree_map(0_u128..9, 0_u32..3, 0..9), after in prop::collection::btree_map(0_u128..9, 0_u32..3, 0..9)) {
            let version = |tasks: &std::collections::BTreeMap<u128, u32>| -> Vec<BatchTask> {
                tasks.iter().map(|(number, words)| BatchTask { title: words.to_string(), ..task(*number) }).collect()
            };
            let (one, two) = (version(&before), version(&after));
            let difference = diff(&one, &two);
            prop_assert_eq!(difference.added.len() + difference.changed.len() + difference.unchanged, two.len());
            prop_assert_eq!(difference.removed.len() + difference.changed.len() + difference.unchanged, one.len());
            prop_assert_eq!(diff(&one, &one), Difference { unchanged: one.len(), ..Difference::default() });
            let back = diff(&two, &one);
            prop_assert_eq!((back.added, back.removed), (difference.removed, difference.added));
        }
    }
}
