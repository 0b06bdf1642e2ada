//! Handing over the open work of an organisation (domain.md 5): looked at first, then done in one transaction.
//!
//! Tasks carry their drafts, pending reviews, requests and milestones with them, because all of these belong to the task;
//! people follow the successor. What was done before keeps the names of its day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luoshi_domain::handover::{Receipt, check_complete};
use luoshi_domain::policy::{Action, Reach};
use luoshi_domain::tasks::TaskState;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::{OrgRef, PersonRef};

/// The open work of an organisation and what it handed over before.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenWork {
    /// The organisation.
    pub organisation: OrgRef,
    /// Last day of its existence.
    pub valid_to: Option<NaiveDate>,
    /// Accounts in use.
    pub people: i64,
    /// Every open task in which it has a duty.
    pub tasks: Vec<OpenTask>,
    /// Earlier handovers, latest first.
    pub handovers: Vec<Handover>,
    /// Whether the caller hands over.
    pub may_hand_over: bool,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// An open task of an organisation, with what is under way in it and moves with it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenTask {
    /// The task.
    pub task_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: TaskState,
    /// `LEAD`, `RESPONSIBLE` or `SUPPORTING`.
    pub duty: String,
    /// Milestones not yet accepted.
    pub milestones: i64,
    /// Reports being written or reviewed.
    pub reports: i64,
    /// Requests for extension or adjustment being written or decided.
    pub requests: i64,
}

/// A recorded handover (交接单).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Handover {
    /// Its id.
    pub id: Uuid,
    /// Whom the organisation merged into, as it was called then.
    pub successor: Option<OrgRef>,
    /// Whether the organisation ended with it.
    pub ends: bool,
    /// Why, e.g. the document that orders it.
    pub reason: String,
    /// What went to whom.
    pub items: Vec<HandedItem>,
    /// People who moved.
    pub people: i32,
    /// Who recorded it.
    pub handed_by: PersonRef,
    /// When.
    pub handed_at: DateTime<Utc>,
}

/// A task of a handover, in the words of that day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HandedItem {
    /// The task.
    pub task_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The duty that was handed over.
    pub duty: String,
    /// Name of the receiver.
    pub receiver: String,
}

/// Hands the open work of an organisation to others: all to one when it merges, to several when it is split.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHandover {
    /// Why, e.g. the document that orders it.
    pub reason: String,
    /// Who receives each task.
    pub receipts: Vec<TaskReceipt>,
    /// Whom the organisation merges into: its people move there.
    pub successor_id: Option<Uuid>,
    /// The organisation ends with this; then every open task needs a receiver.
    #[serde(default)]
    pub ends: bool,
}

/// A task and who receives it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskReceipt {
    /// The task.
    pub task_id: Uuid,
    /// The receiving organisation.
    pub organisation_id: Uuid,
}

/// What an organisation has under way: the look before a handover.
pub async fn open_work(ctx: &Ctx, id: Uuid) -> Result<OpenWork, Error> {
    ctx.require(Action::HandoverRead)?;
    read(ctx, &ctx.app.db, id).await
}

#[derive(Deserialize)]
struct Known {
    organisation: OrgRef,
    valid_to: Option<NaiveDate>,
    people: i64,
}

async fn read(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<OpenWork, Error> {
    let known = "select jsonb_build_object(
            'organisation', jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name),
            'valid_to', o.valid_to,
            'people', (select count(*) from account a where a.organisation_id = o.id and a.disabled_at is null)) as view
        from organisation o where o.id = $1";
    let known: Known = sql::row(db, statement(known, [id.into()])).await?.ok_or(Error::NotFound)?;
    Ok(OpenWork {
        organisation: known.organisation,
        valid_to: known.valid_to,
        people: known.people,
        tasks: sql::rows(db, statement(include_str!("open_work.sql"), [id.into()])).await?,
        handovers: sql::rows(db, statement(include_str!("handovers.sql"), [id.into()])).await?,
        may_hand_over: ctx.reach(Action::HandoverWrite) != Reach::No,
        as_of: ctx.now,
    })
}

/// Holds every open task of the organisation, one after the other in the same order for everybody.
const HOLD: &str = "select 1 from task t
    where t.state not in ('CLOSED', 'CANCELLED') and (t.lead_org_id = $1 or exists (
        select 1 from task_organisation d where d.task_id = t.id and d.organisation_id = $1))
    order by t.id for update";

/// Carries out a handover: every change of it becomes true together.
pub async fn hand_over(ctx: &Ctx, id: Uuid, new: NewHandover) -> Result<Written<OpenWork>, Error> {
    ctx.write(Attempt::on("organisation.hand_over", "organisation", id), async |tx| {
        ctx.require(Action::HandoverWrite)?;
        sql::execute(&**tx, statement("select 1 from organisation where id = $1 for update", [id.into()])).await?;
        sql::execute(&**tx, statement(HOLD, [id.into()])).await?;
        let before = read(ctx, &**tx, id).await?;
        let (reason, receivers) = new.checked(ctx, tx, &before).await?;
        if new.ends {
            let open: Vec<Uuid> = before.tasks.iter().map(|task| task.task_id).collect();
            check_complete(&open, &new.domain_receipts())?;
        }
        let items = distribute(ctx, tx, &before, &new, &receivers).await?;
        let people = end(ctx, tx, id, &new).await?;
        keep(ctx, tx, id, &new, &reason, &items, people).await?;
        let label = before.organisation.name.as_str();
        let detail = json!({ "reason": reason, "successor": new.successor_id, "ends": new.ends, "items": items, "people": people });
        let action = "organisation.hand_over";
        tx.record(Event { action, object_type: "organisation", object_id: Some(id), label, detail }).await?;
        Ok(Reply::done(read(ctx, &**tx, id).await?))
    })
    .await
}

/// Moves every task of the handover and says what went to whom.
async fn distribute(
    ctx: &Ctx,
    tx: &Tx<'_>,
    before: &OpenWork,
    new: &NewHandover,
    receivers: &[OrgRef],
) -> Result<Vec<HandedItem>, Error> {
    let mut items = Vec::new();
    for receipt in &new.receipts {
        let task = before.tasks.iter().find(|task| task.task_id == receipt.task_id).ok_or(Error::NotFound)?;
        let receiver = receivers.iter().find(|org| org.id == receipt.organisation_id).ok_or(Error::NotFound)?;
        receive(ctx, tx, &before.organisation, task, receiver, new.successor_id).await?;
        items.push(HandedItem {
            task_id: task.task_id,
            code: task.code.clone(),
            title: task.title.clone(),
            duty: task.duty.clone(),
            receiver: receiver.name.clone(),
        });
    }
    Ok(items)
}

impl NewHandover {
    fn domain_receipts(&self) -> Vec<Receipt> {
        let receipt = |each: &TaskReceipt| Receipt { task: each.task_id, receiver: each.organisation_id };
        self.receipts.iter().map(receipt).collect()
    }

    /// The reason and the receivers with their names, or everything that is wrong.
    async fn checked(&self, ctx: &Ctx, tx: &Tx<'_>, before: &OpenWork) -> Result<(String, Vec<OrgRef>), Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 2_000);
        let ids: Vec<Uuid> = self.receipts.iter().map(|each| each.organisation_id).chain(self.successor_id).collect();
        let standing = "select jsonb_build_object('id', id, 'name', name, 'short_name', short_name) as view
            from organisation where id = any($1) and id <> $2 and (valid_to is null or valid_to >= $3)";
        let values = [ids.into(), before.organisation.id.into(), ctx.today().into()];
        let known: Vec<OrgRef> = sql::rows(&**tx, statement(standing, values)).await?;
        let stands = |id: Uuid| known.iter().any(|org| org.id == id);
        for (place, receipt) in self.receipts.iter().enumerate() {
            if before.tasks.iter().all(|task| task.task_id != receipt.task_id) {
                let words = "这项任务不在该单位的未办事项中，请刷新后重新选择";
                fields.fault(format!("/receipts/{place}/task_id"), "not_found", words);
            } else if self.receipts[..place].iter().any(|other| other.task_id == receipt.task_id) {
                fields.fault(format!("/receipts/{place}/task_id"), "repeated", "一项任务只能交给一个单位");
            }
            if !stands(receipt.organisation_id) {
                fields.fault(format!("/receipts/{place}/organisation_id"), "not_found", "请选择另一个在用的单位");
            }
        }
        if self.successor_id.is_some_and(|id| !stands(id)) {
            fields.fault("/successor_id", "not_found", "请选择另一个在用的单位");
        }
        if self.receipts.is_empty() && !self.ends {
            fields.fault("/receipts", "required", "请至少选择一项任务");
        }
        fields.done()?;
        Ok((reason, known))
    }
}

/// Moves one task, with all that belongs to it, from the organisation to the receiver.
async fn receive(
    ctx: &Ctx,
    tx: &Tx<'_>,
    from: &OrgRef,
    task: &OpenTask,
    to: &OrgRef,
    successor: Option<Uuid>,
) -> Result<(), Error> {
    let values = [task.task_id.into(), from.id.into(), to.id.into()];
    if task.duty == "LEAD" {
        // Where people move along, the liaison stays the same person.
        let liaison = if successor == Some(to.id) { "" } else { ", liaison = null, liaison_id = null" };
        let lead = format!("update task set lead_org_id = $3{liaison} where id = $1 and lead_org_id = $2");
        sql::execute(&**tx, statement(&lead, values.clone())).await?;
        let party = "delete from task_organisation where task_id = $1 and organisation_id in ($2, $3)";
        sql::execute(&**tx, statement(party, values)).await?;
    } else {
        let party = "with gone as (
                delete from task_organisation where task_id = $1 and organisation_id = $2 returning duty, ord)
            insert into task_organisation (task_id, organisation_id, duty, ord)
            select $1, $3, duty, ord from gone
            where not exists (select 1 from task where id = $1 and lead_org_id = $3)
            on conflict do nothing";
        sql::execute(&**tx, statement(party, values.clone())).await?;
        let asked = "update closure_support s set organisation_id = $3
            from closure c
            where c.id = s.closure_id and c.task_id = $1 and c.outcome is null and s.state = 'ASKED'
                and s.organisation_id = $2
                and not exists (
                    select 1 from closure_support other where other.closure_id = c.id and other.organisation_id = $3)";
        sql::execute(&**tx, statement(asked, values)).await?;
    }
    let touched =
        "update task set version = version + 1, updated_at = $2 where id = $1 returning to_jsonb(state) as view";
    let state: Option<String> = sql::row(&**tx, statement(touched, [task.task_id.into(), ctx.now.into()])).await?;
    let state = state.ok_or(Error::NotFound)?;
    let words = format!("{} → {}", from.name, to.name);
    let taken = Taken {
        subject_type: "task",
        subject_id: task.task_id,
        action: "hand_over",
        from: Some(&state),
        to: &state,
        comment: Some(&words),
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

/// Moves the people to the successor and ends the organisation where that was said; says how many moved.
async fn end(ctx: &Ctx, tx: &Tx<'_>, id: Uuid, new: &NewHandover) -> Result<u64, Error> {
    let mut people = 0;
    if let Some(successor) = new.successor_id {
        let moved = "update account set organisation_id = $2, version = version + 1, updated_at = $3
            where organisation_id = $1 and disabled_at is null";
        people = sql::execute(&**tx, statement(moved, [id.into(), successor.into(), ctx.now.into()])).await?;
    }
    if new.ends {
        let yesterday = ctx.today().checked_sub_days(Days::new(1)).unwrap_or(ctx.today());
        let ended = "update organisation set valid_to = greatest(valid_from, $2), successor_id = $3, updated_at = $4,
                version = version + 1
            where id = $1";
        let values = [id.into(), yesterday.into(), new.successor_id.into(), ctx.now.into()];
        sql::execute(&**tx, statement(ended, values)).await?;
    }
    if let Some(successor) = new.successor_id.filter(|_| new.ends) {
        // A notice stays with its addressee, and the successor answers for one that has ended.
        let answered = "update notice set addressee_id = $2, version = version + 1, updated_at = $3
            where addressee_id = $1 and state not in ('SETTLED', 'ESCALATED', 'VOID')";
        sql::execute(&**tx, statement(answered, [id.into(), successor.into(), ctx.now.into()])).await?;
    }
    Ok(people)
}

async fn keep(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    new: &NewHandover,
    reason: &str,
    items: &[HandedItem],
    people: u64,
) -> Result<(), Error> {
    let insert =
        "insert into handover (id, organisation_id, successor_id, ends, reason, items, people, handed_by, handed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        Uuid::now_v7().into(),
        id.into(),
        new.successor_id.into(),
        new.ends.into(),
        reason.into(),
        json!(items).into(),
        i32::try_from(people).unwrap_or(i32::MAX).into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}
