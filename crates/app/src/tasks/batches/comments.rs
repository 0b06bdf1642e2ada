//! What units say during a consultation, and the answers of the office: what is adopted changes the task at once.

use chrono::NaiveDate;
use luoshi_domain::batches::comments::{CommentAction, CommentState, CommentVerdict, check_answering, check_speaking};
use luoshi_domain::policy::Action;
use luoshi_domain::tasks::TaskState;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::record;
use super::queries;
use super::steps::lock;
use super::views::{BatchComment, BatchTaskView, BatchView, ProposedChange};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::commands::{TaskChange, change_words};
use crate::tasks::draft::check_day;
use crate::tx::{Attempt, Reply, Tx, Written};

/// What a unit says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBatchComment {
    /// 同意, or a proposal.
    pub verdict: CommentVerdict,
    /// The tasks; for 同意 missing means all that the unit has not answered, a proposal is about one.
    pub task_ids: Option<Vec<Uuid>>,
    /// What is to be otherwise, for a proposal.
    pub change: Option<ProposedChange>,
    /// Why; required for a proposal.
    pub reason: Option<String>,
}

/// Says something on behalf of the caller's unit; until it is answered a later word replaces it.
pub async fn comment(ctx: &Ctx, id: Uuid, new: NewBatchComment) -> Result<Written<BatchView>, Error> {
    ctx.write(Attempt::on("batch.comment", "batch", id), async |tx| {
        let batch = lock(ctx, tx, id).await?;
        ctx.allow(Action::BatchComment, &batch.target())?;
        let said = new.checked(ctx, tx, &batch).await?;
        check_speaking(batch.state, batch.submitted_at.is_some())?;
        for task in &said.tasks {
            say(ctx, tx, &batch, task, &new, said.reason.as_deref()).await?;
        }
        let detail = json!({ "verdict": new.verdict, "change": new.change, "reason": new.reason,
            "tasks": said.tasks.iter().map(|task| task.content.id).collect::<Vec<_>>() });
        record(tx, "batch.comment", &batch, detail).await?;
        let view = queries::find(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// A comment whose fields are fine, with the tasks it is about.
struct Said<'a> {
    tasks: Vec<&'a BatchTaskView>,
    reason: Option<String>,
}

impl NewBatchComment {
    async fn checked<'a>(&self, ctx: &Ctx, tx: &Tx<'_>, batch: &'a BatchView) -> Result<Said<'a>, Error> {
        let mut fields = Fields::new();
        let own: Vec<&BatchTaskView> = batch
            .tasks
            .iter()
            .filter(|task| task.concerns(ctx.actor.organisation) && task.state == TaskState::Draft)
            .collect();
        let tasks = match &self.task_ids {
            None if self.verdict == CommentVerdict::Accept => {
                own.into_iter().filter(|task| !task.heard(ctx.actor.organisation, batch.revision)).collect()
            }
            None => {
                fields.fault("/task_ids", "required", "请选择一项任务");
                Vec::new()
            }
            Some(ids) => self.named(&mut fields, &own, ids),
        };
        let given = self.reason.as_deref();
        let reason = if self.verdict == CommentVerdict::Propose {
            Some(fields.required("/reason", given.unwrap_or_default(), 2_000))
        } else {
            fields.optional("/reason", given, 2_000)
        };
        self.check_proposal(&mut fields);
        if let Some(change) = &self.change {
            check_change(tx, &mut fields, change, ctx.today()).await?;
        }
        fields.done()?;
        Ok(Said { tasks, reason })
    }

    /// The tasks named, each of them the unit's own and not answered yet.
    fn named<'a>(&self, fields: &mut Fields, own: &[&'a BatchTaskView], ids: &[Uuid]) -> Vec<&'a BatchTaskView> {
        if self.verdict == CommentVerdict::Propose && ids.len() != 1 || ids.is_empty() {
            fields.fault("/task_ids", "one", "修改意见一次针对一项任务");
        }
        let mut tasks = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            match own.iter().find(|task| task.content.id == *id) {
                Some(task) => tasks.push(*task),
                None => fields.fault(format!("/task_ids/{index}"), "not_found", "批次中没有由你单位承担的这项任务"),
            }
        }
        tasks
    }

    fn check_proposal(&self, fields: &mut Fields) {
        let empty = self.change.as_ref().is_none_or(|change| *change == ProposedChange::default());
        match self.verdict {
            CommentVerdict::Propose if empty => fields.fault("/change", "required", "请写明要改哪一项、改成什么"),
            CommentVerdict::Accept if !empty => fields.fault("/change", "not_applicable", "同意时不带修改，请去掉"),
            _ => {}
        }
    }
}

async fn check_change(
    tx: &Tx<'_>,
    fields: &mut Fields,
    change: &ProposedChange,
    today: NaiveDate,
) -> Result<(), Error> {
    for (pointer, words, most) in [
        ("/change/title", &change.title, 200),
        ("/change/deliverable", &change.deliverable, 2_000),
        ("/change/acceptance_standard", &change.acceptance_standard, 2_000),
    ] {
        if let Some(words) = words {
            fields.required(pointer, words, most);
        }
    }
    for (pointer, day) in [("/change/start_on", change.start_on), ("/change/due_on", change.due_on)] {
        if let Some(day) = day {
            check_day(fields, pointer, day);
        }
    }
    let lists = [("responsible", &change.responsible_org_ids), ("supporting", &change.supporting_org_ids)];
    let mut named: Vec<(String, Uuid)> =
        change.lead_org_id.map(|id| ("/change/lead_org_id".to_owned(), id)).into_iter().collect();
    for (list, ids) in lists {
        let ids = ids.iter().flatten().enumerate();
        named.extend(ids.map(|(index, id)| (format!("/change/{list}_org_ids/{index}"), *id)));
    }
    let ids: Vec<Uuid> = named.iter().map(|(_, id)| *id).collect();
    let standing = "select to_jsonb(id) as view from organisation
        where id = any($1) and (valid_to is null or valid_to >= $2)";
    let standing: Vec<Uuid> = sql::rows(&**tx, statement(standing, [ids.into(), today.into()])).await?;
    for (pointer, _) in named.iter().filter(|(_, id)| !standing.contains(id)) {
        fields.fault(pointer.clone(), "not_found", "没有这个单位，或已停用");
    }
    Ok(())
}

/// Stores the word of the caller's unit on one task in place of an earlier one that has no answer yet.
async fn say(
    ctx: &Ctx,
    tx: &Tx<'_>,
    batch: &BatchView,
    task: &BatchTaskView,
    new: &NewBatchComment,
    reason: Option<&str>,
) -> Result<(), Error> {
    let state = if new.verdict == CommentVerdict::Accept { CommentState::Noted } else { CommentState::Open };
    let change = serde_json::to_value(new.change.clone().unwrap_or_default());
    let values = [
        Uuid::now_v7().into(),
        batch.id.into(),
        batch.revision.into(),
        task.content.id.into(),
        task.version.into(),
        ctx.actor.organisation.into(),
        ctx.actor.account.into(),
        new.verdict.to_value().into(),
        change.map_err(|error| Error::Internal(error.to_string()))?.into(),
        reason.into(),
        state.to_value().into(),
        ctx.now.into(),
    ];
    let insert =
        "insert into batch_comment as c (id, batch_id, revision, task_id, task_version, organisation_id, author_id,
            verdict, change, reason, state, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (batch_id, revision, task_id, organisation_id) do update
        set task_version = $5, author_id = $7, verdict = $8, change = $9, reason = $10, state = $11, written_at = $12,
            version = c.version + 1
        where c.state in ('OPEN', 'NOTED')";
    match sql::execute(&**tx, statement(insert, values)).await? {
        0 => Err(luoshi_domain::rule::RuleError::CommentAnswered.into()),
        _ => Ok(()),
    }
}

/// A part of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposedField {
    /// Another 牵头单位.
    LeadOrgId,
    /// Other 责任单位.
    ResponsibleOrgIds,
    /// Other 配合单位.
    SupportingOrgIds,
    /// Another first day.
    StartOn,
    /// Another last day.
    DueOn,
    /// Another title.
    Title,
    /// Another deliverable.
    Deliverable,
    /// Another acceptance standard.
    AcceptanceStandard,
}

/// The answer of the office to one proposal.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentAnswer {
    /// The proposal.
    pub comment_id: Uuid,
    /// The version of it that was read.
    pub comment_version: i32,
    /// 采纳 or 不采纳.
    pub action: CommentAction,
    /// The parts that are adopted; missing means all of them.
    pub fields: Option<Vec<ProposedField>>,
    /// The answer in words; required for 不采纳 and where only parts are adopted.
    pub answer: Option<String>,
}

/// Answers a proposal; what is adopted stands in the task from then on.
pub async fn answer(ctx: &Ctx, id: Uuid, answer: CommentAnswer) -> Result<Written<BatchView>, Error> {
    ctx.write(Attempt::on("batch.answer", "batch", id), async |tx| {
        let batch = lock(ctx, tx, id).await?;
        ctx.allow(Action::BatchDraft, &batch.target())?;
        let (task, comment) = answer.subject(&batch)?;
        let words = answer.checked(comment)?;
        check_answering(batch.state, batch.submitted_at.is_some(), comment.state)?;
        if comment.version != answer.comment_version {
            return Err(Error::Stale { current: comment.version });
        }
        if answer.action == CommentAction::Adopt {
            let change = with_one_duty(answer.change(&comment.change), task);
            change_words(ctx, tx, task.content.id, &change, "batch.adopt").await?;
        }
        store(ctx, tx, &answer, words.as_deref()).await?;
        let detail = json!({ "comment": comment, "action": answer.action, "fields": answer.fields, "answer": words,
            "task": task.content.id });
        record(tx, "batch.answer", &batch, detail).await?;
        let view = queries::find(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

async fn store(ctx: &Ctx, tx: &Tx<'_>, answer: &CommentAnswer, words: Option<&str>) -> Result<(), Error> {
    let state = match answer.action {
        CommentAction::Adopt => CommentState::Adopted,
        CommentAction::Decline => CommentState::Declined,
    };
    let values =
        [answer.comment_id.into(), state.to_value().into(), words.into(), ctx.actor.account.into(), ctx.now.into()];
    let answered = "update batch_comment set state = $2, answer = $3, answered_by = $4, answered_at = $5,
            version = version + 1 where id = $1";
    sql::execute(&**tx, statement(answered, values)).await?;
    Ok(())
}

impl CommentAnswer {
    /// The proposal it answers, with its task.
    fn subject<'a>(&self, batch: &'a BatchView) -> Result<(&'a BatchTaskView, &'a BatchComment), Error> {
        let of_task = |task: &'a BatchTaskView| {
            let comment = task.comments.iter().find(|comment| comment.id == self.comment_id)?;
            (comment.revision == batch.revision).then_some((task, comment))
        };
        let found = batch.tasks.iter().find_map(of_task);
        found.ok_or_else(|| Error::field("/comment_id", "not_found", "这一版里没有这条意见，请刷新后再答复"))
    }

    /// The words without blanks around them, or everything that is wrong with the answer.
    fn checked(&self, comment: &BatchComment) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let proposed = proposed(&comment.change);
        let chosen = self.fields.as_deref().unwrap_or(&proposed);
        for (index, field) in chosen.iter().enumerate() {
            if !proposed.contains(field) {
                fields.fault(format!("/fields/{index}"), "not_proposed", "这条意见没有提到这一项");
            }
        }
        let adopts = self.action == CommentAction::Adopt;
        if adopts && chosen.is_empty() {
            fields.fault("/fields", "required", "请至少采纳一项，或选择不采纳");
        }
        let given = self.answer.as_deref();
        let words = if adopts && chosen.len() == proposed.len() {
            fields.optional("/answer", given, 2_000)
        } else {
            Some(fields.required("/answer", given.unwrap_or_default(), 2_000))
        };
        fields.done()?;
        Ok(words)
    }

    /// What the task says otherwise from now on.
    fn change(&self, proposal: &ProposedChange) -> TaskChange {
        let takes = |field| self.fields.as_ref().is_none_or(|fields| fields.contains(&field));
        let put = |field, words: &Option<String>| words.clone().filter(|_| takes(field));
        let lead_org_id = proposal.lead_org_id.filter(|_| takes(ProposedField::LeadOrgId));
        TaskChange {
            lead_org_id,
            responsible_org_ids: proposal
                .responsible_org_ids
                .clone()
                .filter(|_| takes(ProposedField::ResponsibleOrgIds)),
            supporting_org_ids: proposal.supporting_org_ids.clone().filter(|_| takes(ProposedField::SupportingOrgIds)),
            start_on: proposal.start_on.filter(|_| takes(ProposedField::StartOn)),
            due_on: proposal.due_on.filter(|_| takes(ProposedField::DueOn)),
            title: put(ProposedField::Title, &proposal.title),
            deliverable: put(ProposedField::Deliverable, &proposal.deliverable),
            acceptance_standard: put(ProposedField::AcceptanceStandard, &proposal.acceptance_standard),
            ..TaskChange::default()
        }
    }
}

/// A unit that becomes the lead gives up what it was before; a unit has one duty.
fn with_one_duty(mut change: TaskChange, task: &BatchTaskView) -> TaskChange {
    let Some(lead) = change.lead_org_id else { return change };
    let content = &task.content;
    let lists = [
        (&mut change.responsible_org_ids, &content.responsible),
        (&mut change.supporting_org_ids, &content.supporting),
    ];
    for (wanted, now) in lists {
        if wanted.is_some() || now.iter().any(|unit| unit.id == lead) {
            let ids = wanted.take().unwrap_or_else(|| now.iter().map(|unit| unit.id).collect());
            *wanted = Some(ids.into_iter().filter(|id| *id != lead).collect());
        }
    }
    change
}

/// What a proposal is about.
fn proposed(change: &ProposedChange) -> Vec<ProposedField> {
    let fields = [
        (ProposedField::LeadOrgId, change.lead_org_id.is_some()),
        (ProposedField::ResponsibleOrgIds, change.responsible_org_ids.is_some()),
        (ProposedField::SupportingOrgIds, change.supporting_org_ids.is_some()),
        (ProposedField::StartOn, change.start_on.is_some()),
        (ProposedField::DueOn, change.due_on.is_some()),
        (ProposedField::Title, change.title.is_some()),
        (ProposedField::Deliverable, change.deliverable.is_some()),
        (ProposedField::AcceptanceStandard, change.acceptance_standard.is_some()),
    ];
    fields.into_iter().filter(|(_, said)| *said).map(|(field, _)| field).collect()
}
