//! Assigning evaluators to measures: independence is looked at under the lock that every new tie takes too.

use std::collections::BTreeMap;

use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::hold;
use super::views::{Assignments, Round};
use super::{independence, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Assigns evaluators, all or none.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignments {
    /// Who evaluates which measure.
    pub seats: Vec<NewSeat>,
}

/// One evaluator for one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    /// The measure.
    pub measure_id: Uuid,
    /// The account of the evaluator.
    pub evaluator_id: Uuid,
}

/// Assigns evaluators to measures; each gets a score sheet of their own at once.
pub async fn create(ctx: &Ctx, id: Uuid, new: NewAssignments) -> Result<Written<Assignments>, Error> {
    let written = ctx
        .write(Attempt::on("round.assign", "round", id), async |tx| {
            ctx.require(Action::RoundRead)?;
            independence::lock(&**tx).await?;
            let round = hold(ctx, tx, id).await?;
            if !queries::leads(ctx, &round) {
                return Err(Error::Forbidden { action: Action::RoundLead.code() });
            }
            new.check(ctx, tx, &round).await?;
            if !round.may_assign {
                return Err(RuleError::RoundSettled.into());
            }
            for seat in &new.seats {
                seat_one(ctx, tx, &round, *seat).await?;
            }
            let seats = new.seats.iter().map(|seat| json!([seat.measure_id, seat.evaluator_id]));
            let detail = json!({ "seats": seats.collect::<Vec<_>>() });
            let (action, object_type, label) = ("round.assign", "round", round.summary.name.as_str());
            tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await?;
            let items = queries::panels(ctx, &**tx, &round, true).await?;
            let most = i64::try_from(round.rules.most(round.scope.len())).unwrap_or(i64::MAX);
            Ok(Reply {
                status: 201,
                body: Assignments { items, most, may_assign: true, as_of: ctx.now },
                version: None,
                location: Some(format!("/api/v1/rounds/{id}/assignments")),
            })
        })
        .await?;
    Ok(written)
}

impl NewAssignments {
    async fn check(&self, ctx: &Ctx, tx: &Tx<'_>, round: &Round) -> Result<(), Error> {
        let mut fields = Fields::new();
        if self.seats.is_empty() || self.seats.len() > 1_000 {
            fields.fault("/seats", "required", "请选择 1 到 1000 个席位");
            return fields.done();
        }
        let members = round.team.as_ref().map_or(&[][..], |team| &team.members);
        let panels = queries::panels(ctx, &**tx, round, true).await?;
        let taken: Vec<(Uuid, Uuid)> = panels
            .iter()
            .flat_map(|panel| panel.assignments.iter().map(|assigned| (panel.measure.id, assigned.evaluator.id)))
            .collect();
        let mut loads: BTreeMap<Uuid, usize> = BTreeMap::new();
        for assigned in panels.iter().flat_map(|panel| &panel.assignments).filter(|assigned| !assigned.is_recused) {
            *loads.entry(assigned.evaluator.id).or_default() += 1;
        }
        let most = round.rules.most(round.scope.len());
        for (place, seat) in self.seats.iter().enumerate() {
            let pair = (seat.measure_id, seat.evaluator_id);
            if !round.scope.iter().any(|scope| scope.id == seat.measure_id) {
                fields.fault(format!("/seats/{place}/measure_id"), "not_found", "本轮评估没有这条举措");
            }
            let at = format!("/seats/{place}/evaluator_id");
            if !members.iter().any(|member| member.person.id == seat.evaluator_id) {
                fields.fault(at, "not_found", "请选择本轮的一名评估专家");
            } else if taken.contains(&pair) || self.seats[..place].contains(seat) {
                fields.fault(at, "duplicate", "这名专家已分派到这条举措，或已回避");
            } else {
                let load = loads.entry(seat.evaluator_id).or_default();
                *load += 1;
                if *load > most {
                    fields.fault(at, "overloaded", format!("每名专家最多承担 {most} 条举措，请换一名专家"));
                }
            }
        }
        fields.done()
    }
}

async fn seat_one(ctx: &Ctx, tx: &Tx<'_>, round: &Round, seat: NewSeat) -> Result<(), Error> {
    let members = round.team.iter().flat_map(|team| &team.members);
    let member = members.into_iter().find(|member| member.person.id == seat.evaluator_id).ok_or(Error::NotFound)?;
    if member.declared_at.is_none() {
        return Err(RuleError::EvaluatorUndeclared.into());
    }
    if member.to_on < ctx.today() {
        return Err(RuleError::MembershipOver.into());
    }
    let place = (round.summary.id, seat.measure_id);
    let conflicts = independence::against(&**tx, place, seat.evaluator_id, ctx.today()).await?;
    if !conflicts.is_empty() {
        let because = format!("{}：{}", member.person.name, independence::words(&**tx, &conflicts).await?);
        return Err(RuleError::EvaluatorConflict { because }.into());
    }
    let id = Uuid::now_v7();
    let values = [
        id.into(),
        place.0.into(),
        place.1.into(),
        seat.evaluator_id.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
        // Random: its number says nothing about others (trust.md T2).
        Uuid::new_v4().into(),
    ];
    let insert = "with seat as (
            insert into evaluation_assignment (id, round_id, measure_id, account_id, state, assigned_by, assigned_at)
            values ($1, $2, $3, $4, 'ACTIVE', $5, $6)
            returning id)
        insert into scoresheet (id, assignment_id, state) select $7, id, 'DRAFT' from seat";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}
