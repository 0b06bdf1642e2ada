//! Handing the open work of a person over, in the transaction in which they leave.

use luoshi_domain::receivers::{PersonalDuty, check_received, receives};
use luoshi_domain::rule::RuleError;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{DutyReceiver, Leaving, Ledger, OpenRow, Receiver, read};
use crate::error::Error;
use crate::fields::Fields;
use crate::history::{self, Taken};
use crate::people::accounts::{self, User};
use crate::sql::{self, statement};
use crate::tx::{Event, Tx};

/// Hands everything open over as said; refused while anything has no receiver. Who did what before stays as it is.
pub(in crate::people) async fn release(
    tx: &Tx<'_>,
    user: &User,
    leaving: Leaving,
    receivers: &[DutyReceiver],
) -> Result<(), Error> {
    let ledger = read(&**tx, user, leaving, tx.ctx().today()).await?;
    let named = check(&ledger, receivers)?;
    let received: Vec<PersonalDuty> = named.iter().map(|(duty, _)| *duty).collect();
    check_received(&ledger.open(), &received, ledger.words())?;
    if named.is_empty() {
        return Ok(());
    }
    let mut items = Vec::new();
    for (duty, receiver) in &named {
        for row in ledger.of(*duty) {
            pass_on(tx, user, row, receiver).await?;
            items.push(json!({ "duty": duty, "kind": row.kind, "id": row.id, "label": row.label,
                "receiver_id": receiver.id, "receiver": receiver.name }));
        }
    }
    keep(tx, user, leaving, &items).await?;
    tell(tx, user, &ledger, &named).await
}

/// Refuses to move a person by a table while anything is open: a table names no receivers.
pub(crate) async fn refuse_open_work(tx: &Tx<'_>, id: Uuid) -> Result<(), Error> {
    let user = accounts::view(tx.ctx(), id).await?;
    match release(tx, &user, Leaving::Move, &[]).await {
        Err(Error::Rule(RuleError::OpenWorkLeft { left, words })) => {
            Err(RuleError::OpenWorkLeft { left, words: format!("{}，{words}", user.name) }.into())
        }
        other => other,
    }
}

/// Each duty with its receiver, or everything that is wrong with what was said.
fn check(ledger: &Ledger, receivers: &[DutyReceiver]) -> Result<Vec<(PersonalDuty, Receiver)>, Error> {
    let (open, mut fields, mut named) = (ledger.open(), Fields::new(), Vec::new());
    for (place, said) in receivers.iter().enumerate() {
        let fitting = ledger
            .candidates
            .iter()
            .find(|row| row.receiver.id == said.account_id && receives(&row.facts(), said.duty, &open));
        if receivers[..place].iter().any(|other| other.duty == said.duty) {
            fields.fault(format!("/receivers/{place}/duty"), "repeated", "每类工作指定一位接收人");
        } else if ledger.of(said.duty).next().is_none() {
            fields.fault(format!("/receivers/{place}/duty"), "not_applicable", "这类工作没有未办事项，请去掉这一项");
        } else if let Some(row) = fitting {
            named.push((said.duty, row.receiver.clone()));
        } else {
            let words = "请选择同一单位、有相应角色且未撰写这些材料的在用人员";
            fields.fault(format!("/receivers/{place}/account_id"), "not_fitting", words);
        }
    }
    fields.done()?;
    Ok(named)
}

/// What belongs to a person by name gets the name of the receiver; what belongs to a role waits for them as it did.
async fn pass_on(tx: &Tx<'_>, from: &User, row: &OpenRow, to: &Receiver) -> Result<(), Error> {
    let ctx = tx.ctx();
    let change = match (row.duty, row.kind.as_str()) {
        (PersonalDuty::Liaison, _) => {
            "update task set liaison = $3, liaison_id = $2, version = version + 1, updated_at = $4
            where id = $1 returning to_jsonb(state) as view"
        }
        (PersonalDuty::Writing, "report") => {
            "update report set kept_by = $2, version = version + 1, updated_at = $4
            where id = $1 and $3::text is not null returning to_jsonb(state) as view"
        }
        _ => return Ok(()),
    };
    let values = [row.id.into(), to.id.into(), to.name.clone().into(), ctx.now.into()];
    let state: Option<String> = sql::row(&**tx, statement(change, values)).await?;
    let state = state.ok_or(Error::NotFound)?;
    let words = format!("{}：{} → {}", row.duty.name(), from.name, to.name);
    let taken = Taken {
        subject_type: &row.kind,
        subject_id: row.id,
        action: "hand_over",
        from: Some(&state),
        to: &state,
        comment: Some(&words),
        reason_codes: &[],
    };
    history::add(ctx, &**tx, taken).await
}

async fn keep(tx: &Tx<'_>, user: &User, leaving: Leaving, items: &[Json]) -> Result<(), Error> {
    let ctx = tx.ctx();
    let insert = "insert into account_handover (id, account_id, cause, items, handed_by, handed_at)
        values ($1, $2, $3, $4, $5, $6)";
    let values = [
        Uuid::now_v7().into(),
        user.id.into(),
        leaving.code().into(),
        json!(items).into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(insert, values)).await?;
    let detail = json!({ "cause": leaving, "items": items });
    let (action, label) = ("user.hand_over", user.login.as_str());
    tx.record(Event { action, object_type: "user", object_id: Some(user.id), label, detail }).await
}

/// Each receiver is told once what came to them.
async fn tell(tx: &Tx<'_>, user: &User, ledger: &Ledger, named: &[(PersonalDuty, Receiver)]) -> Result<(), Error> {
    let mut told: Vec<Uuid> = Vec::new();
    for (_, receiver) in named {
        if told.contains(&receiver.id) {
            continue;
        }
        told.push(receiver.id);
        let own = named.iter().filter(|(_, other)| other.id == receiver.id);
        let words: Vec<String> =
            own.map(|(duty, _)| format!("{} {} 项", duty.name(), ledger.of(*duty).count())).collect();
        let comment = format!("接收{}的工作：{}", user.name, words.join("、"));
        let detail = json!({ "from": user.id, "comment": comment });
        let (action, label) = ("user.receive_work", receiver.name.as_str());
        tx.record(Event { action, object_type: "user", object_id: Some(receiver.id), label, detail }).await?;
    }
    Ok(())
}
