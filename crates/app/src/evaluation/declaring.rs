//! Declarations of conflicts of interest and ties that become known later; what they forbid is taken back at once, and
//! the score sheet is kept but counts no more (domain.md 2.9.2).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;
use luoshi_domain::evaluation::independence::{Tie, TieKind, conflicts};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::hold;
use super::views::Round;
use super::{independence, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::draft::check_day;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// What an evaluator signs for a round.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeclaration {
    /// Employers besides the present one, now or in the last 36 months.
    pub employers: Vec<DeclaredEmployer>,
    /// Anything else that could bind them.
    pub conflicts: Vec<DeclaredConflict>,
    /// 本人承诺以上属实.
    pub pledge: bool,
}

/// An employer.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredEmployer {
    /// Which organisation.
    pub organisation_id: Uuid,
    /// First day, as far as it is known.
    pub from_on: Option<NaiveDate>,
    /// Last day; missing while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// Something that binds to an organisation or a measure.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredConflict {
    /// The organisation; or else a measure.
    pub organisation_id: Option<Uuid>,
    /// The measure.
    pub measure_id: Option<Uuid>,
    /// What it is, e.g. 亲属在该单位任职.
    pub reason: String,
}

/// A tie that became known.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTie {
    /// 任职单位 or 本人申报 of an evaluator, 机构客户 of the agency.
    pub kind: TieKind,
    /// The evaluator; left out for a client of the agency.
    pub account_id: Option<Uuid>,
    /// The organisation; or else a measure.
    pub organisation_id: Option<Uuid>,
    /// The measure, for what is declared.
    pub measure_id: Option<Uuid>,
    /// First day, as far as it is known.
    pub from_on: Option<NaiveDate>,
    /// Last day; missing while it lasts.
    pub to_on: Option<NaiveDate>,
    /// How it became known.
    pub reason: String,
}

/// One row to be written.
struct Row {
    kind: TieKind,
    account: Option<Uuid>,
    agency: Option<Uuid>,
    organisation: Option<Uuid>,
    measure: Option<Uuid>,
    days: (Option<NaiveDate>, Option<NaiveDate>),
    reason: String,
}

/// Signs the declaration of a round; signed again it adds to what was said.
pub async fn declare(ctx: &Ctx, id: Uuid, new: NewDeclaration) -> Result<Written<Round>, Error> {
    ctx.write(Attempt::on("round.declare", "round", id), async |tx| {
        ctx.require(Action::RoundDeclare)?;
        independence::lock(&**tx).await?;
        let round = hold(ctx, tx, id).await?;
        if round.summary.mine.as_ref().is_none_or(|mine| mine.from_on.is_none()) {
            return Err(Error::NotFound);
        }
        let me = ctx.actor.account;
        let rows = new.rows(me)?;
        known(tx, &rows, &round).await?;
        if !round.may_declare {
            return Err(RuleError::RoundSettled.into());
        }
        for row in &rows {
            write(ctx, tx, row).await?;
        }
        let signed = "update evaluation_member set declared_at = $3 where round_id = $1 and account_id = $2";
        sql::execute(&**tx, statement(signed, [id.into(), me.into(), ctx.now.into()])).await?;
        let recused = recuse(ctx, tx, &[me]).await?;
        let detail = json!({ "employers": new.employers.len(), "conflicts": new.conflicts.len(), "recused": recused });
        let (action, object_type, label) = ("round.declare", "round", round.summary.name.as_str());
        tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let version = after.summary.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

impl NewDeclaration {
    fn rows(&self, me: Uuid) -> Result<Vec<Row>, Error> {
        let mut fields = Fields::new();
        if !self.pledge {
            fields.fault("/pledge", "required", "请勾选承诺后再签署");
        }
        for (pointer, length) in [("/employers", self.employers.len()), ("/conflicts", self.conflicts.len())] {
            if length > 50 {
                fields.fault(pointer, "too_long", "最多 50 项");
            }
        }
        let mut rows = Vec::new();
        for (place, employer) in self.employers.iter().enumerate() {
            let days = (employer.from_on, employer.to_on);
            check_days(&mut fields, &format!("/employers/{place}"), days);
            let organisation = Some(employer.organisation_id);
            let kind = TieKind::Employer;
            let reason = "本人申报的任职经历".to_owned();
            rows.push(Row { kind, account: Some(me), agency: None, organisation, measure: None, days, reason });
        }
        for (place, conflict) in self.conflicts.iter().enumerate() {
            let at = format!("/conflicts/{place}");
            let reason = fields.required(&format!("{at}/reason"), &conflict.reason, 500);
            let (organisation, measure) = (conflict.organisation_id, conflict.measure_id);
            one_of(&mut fields, &at, organisation, measure);
            let (kind, days) = (TieKind::Declared, (None, None));
            rows.push(Row { kind, account: Some(me), agency: None, organisation, measure, days, reason });
        }
        fields.done()?;
        Ok(rows)
    }
}

fn one_of(fields: &mut Fields, at: &str, organisation: Option<Uuid>, measure: Option<Uuid>) {
    if organisation.is_some() == measure.is_some() {
        fields.fault(format!("{at}/organisation_id"), "one_of", "请选择一个单位或一条举措");
    }
}

fn check_days(fields: &mut Fields, at: &str, (from, to): (Option<NaiveDate>, Option<NaiveDate>)) {
    for (name, day) in [("from_on", from), ("to_on", to)] {
        if let Some(day) = day {
            check_day(fields, &format!("{at}/{name}"), day);
        }
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        fields.fault(format!("{at}/to_on"), "out_of_order", "结束日不能早于开始日");
    }
}

/// Records a tie that became known, and recuses whom it concerns.
pub async fn record(ctx: &Ctx, id: Uuid, new: NewTie) -> Result<Written<Round>, Error> {
    ctx.write(Attempt::on("round.tie", "round", id), async |tx| {
        ctx.require(Action::RoundStaff)?;
        independence::lock(&**tx).await?;
        let round = hold(ctx, tx, id).await?;
        let Some(team) = &round.team else { return Err(Error::NotFound) };
        let members: Vec<Uuid> = team.members.iter().map(|member| member.person.id).collect();
        let row = new.row(&round, &members)?;
        known(tx, std::slice::from_ref(&row), &round).await?;
        if round.summary.state.is_over() {
            return Err(RuleError::RoundSettled.into());
        }
        write(ctx, tx, &row).await?;
        let concerned = row.account.map_or(members, |account| vec![account]);
        let recused = recuse(ctx, tx, &concerned).await?;
        let detail = json!({ "kind": new.kind, "account": new.account_id, "organisation": new.organisation_id,
            "measure": new.measure_id, "from": new.from_on, "to": new.to_on, "reason": row.reason, "recused": recused });
        let (action, object_type, label) = ("round.tie", "round", round.summary.name.as_str());
        tx.record(Event { action, object_type, object_id: Some(id), label, detail }).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let version = after.summary.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

impl NewTie {
    fn row(&self, round: &Round, members: &[Uuid]) -> Result<Row, Error> {
        let mut fields = Fields::new();
        let reason = fields.required("/reason", &self.reason, 500);
        let days = (self.from_on, self.to_on);
        check_days(&mut fields, "", days);
        one_of(&mut fields, "", self.organisation_id, self.measure_id);
        if self.kind != TieKind::Declared && self.measure_id.is_some() {
            fields.fault("/measure_id", "not_applicable", "任职单位和机构客户请选择单位");
        }
        let (account, agency) = if self.kind == TieKind::Client {
            if self.account_id.is_some() {
                fields.fault("/account_id", "not_applicable", "机构客户关系到机构全体专家，请不要选择专家");
            }
            (None, round.summary.agency.as_ref().map(|agency| agency.id))
        } else {
            if !self.account_id.is_some_and(|account| members.contains(&account)) {
                fields.fault("/account_id", "not_found", "请选择本轮的一名评估专家");
            }
            (self.account_id, None)
        };
        fields.done()?;
        let (organisation, measure) = (self.organisation_id, self.measure_id);
        Ok(Row { kind: self.kind, account, agency, organisation, measure, days, reason })
    }
}

/// Organisations and measures that are named exist, measures in this round.
async fn known(tx: &Tx<'_>, rows: &[Row], round: &Round) -> Result<(), Error> {
    let named: Vec<Uuid> = rows.iter().filter_map(|row| row.organisation).collect();
    let sql = "select to_jsonb(id) as view from organisation where id = any ($1)";
    let found: Vec<Uuid> = sql::rows(&**tx, statement(sql, [named.clone().into()])).await?;
    let mut fields = Fields::new();
    if named.iter().any(|id| !found.contains(id)) {
        fields.fault("/organisation_id", "not_found", "没有这个单位，请刷新后重新选择");
    }
    let in_scope = |measure: &Uuid| round.scope.iter().any(|scope| scope.id == *measure);
    if rows.iter().filter_map(|row| row.measure).any(|measure| !in_scope(&measure)) {
        fields.fault("/measure_id", "not_found", "本轮评估没有这条举措，请刷新后重新选择");
    }
    fields.done()
}

async fn write(ctx: &Ctx, tx: &Tx<'_>, row: &Row) -> Result<(), Error> {
    let values = [
        Uuid::now_v7().into(),
        row.kind.to_value().into(),
        row.account.into(),
        row.agency.into(),
        row.organisation.into(),
        row.measure.into(),
        row.days.0.into(),
        row.days.1.into(),
        row.reason.as_str().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let insert =
        "insert into evaluation_tie (id, kind, account_id, agency_org_id, organisation_id, measure_id, from_on, to_on,
            reason, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}

#[derive(Debug, Deserialize)]
struct Seated {
    id: Uuid,
    round: Uuid,
    measure: Uuid,
    account: Uuid,
}

/// Takes these evaluators off every measure that is forbidden to them now, in every round that is not released.
async fn recuse(ctx: &Ctx, tx: &Tx<'_>, accounts: &[Uuid]) -> Result<usize, Error> {
    let seated = "select jsonb_build_object('id', g.id, 'round', g.round_id, 'measure', g.measure_id, 'account', g.account_id) as view
        from evaluation_assignment g
        join evaluation_round r on r.id = g.round_id
        where g.account_id = any ($1) and g.state = 'ACTIVE'
            and r.state not in ('FINAL', 'DELIVERED', 'RECTIFYING', 'ARCHIVED', 'CANCELLED')
        order by g.id";
    let seated: Vec<Seated> = sql::rows(&**tx, statement(seated, [accounts.to_vec().into()])).await?;
    let ties = independence::ties(&**tx, accounts).await?;
    let mut subjects = BTreeMap::new();
    let mut recused = 0;
    for seat in seated {
        let known = match subjects.entry(seat.round) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(independence::subjects(&**tx, seat.round).await?),
        };
        let mut known = known.iter().map(independence::StoredSubject::subject);
        let Some(subject) = known.find(|subject| subject.measure == seat.measure) else { continue };
        let none: &[Tie] = &[];
        let found = conflicts(seat.account, ties.get(&seat.account).map_or(none, Vec::as_slice), &subject, ctx.today());
        if found.is_empty() {
            continue;
        }
        let because = independence::words(&**tx, &found).await?;
        let taken =
            "update evaluation_assignment set state = 'RECUSED', recused_at = $2, recused_because = $3 where id = $1";
        sql::execute(&**tx, statement(taken, [seat.id.into(), ctx.now.into(), because.into()])).await?;
        recused += 1;
    }
    Ok(recused)
}
