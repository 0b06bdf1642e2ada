//! Setting a round up: its scope, the record of the selection, its people, criteria and days.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::evaluation::assignment::{PanelRules, Speciality};
use luoshi_domain::evaluation::criteria::{self, CriteriaFault, Criterion};
use luoshi_domain::evaluation::rounds::{RoundKind, RoundState};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::steps::note;
use super::views::{EvaluatorAccount, Round};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::draft::check_day;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Sets up a round.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRound {
    /// The plan.
    pub plan_id: Uuid,
    /// Annual, mid-term or final.
    pub kind: RoundKind,
    /// What people will call it.
    pub name: String,
    /// 委托方.
    pub commissioning_org_id: Uuid,
    /// The measures it evaluates; all of the plan unless said.
    pub measure_ids: Option<Vec<Uuid>>,
}

/// Changes to a round; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundChange {
    /// Another name.
    pub name: Option<String>,
    /// 第三方评估机构.
    pub agency_org_id: Option<Uuid>,
    /// 评估组长.
    pub lead_id: Option<Uuid>,
    /// 遴选记录.
    pub selection: Option<Selection>,
    /// 评估专家; the whole list.
    pub members: Option<Vec<NewMember>>,
    /// The criteria; the whole set, until they are locked.
    pub criteria: Option<Vec<Criterion>>,
    /// The rules of panels, until they are locked.
    pub rules: Option<PanelRules>,
    /// 材料冻结时间.
    pub freeze_at: Option<DateTime<Utc>>,
    /// 评分截止时间.
    pub scoring_until: Option<DateTime<Utc>>,
}

/// How the agency was selected (domain.md 2.9.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// 遴选方式, e.g. 公开招标.
    pub method: String,
    /// 候选机构.
    pub candidates: Vec<String>,
    /// 评审小组.
    pub panel: String,
    /// 评审结果.
    pub result: String,
    /// 合同起止.
    pub contract_from: NaiveDate,
    /// 合同起止.
    pub contract_to: NaiveDate,
    /// 合同金额, in 元.
    pub price_yuan: i64,
    /// 已签保密承诺.
    pub confidentiality_pledge: bool,
}

/// An evaluator for a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The account.
    pub account_id: Uuid,
    /// What they bring.
    pub speciality: Speciality,
    /// First day on which they act.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

/// Sets a round up with the standard criteria and rules.
pub async fn create(ctx: &Ctx, new: NewRound) -> Result<Written<Round>, Error> {
    ctx.write(Attempt::new("round.create", "round"), async |tx| {
        ctx.require(Action::RoundCommission)?;
        let mut fields = Fields::new();
        let name = fields.required("/name", &new.name, 100);
        let scope = scope(tx, &new, &mut fields).await?;
        let known = "select to_jsonb(true) as view from organisation where id = $1 and valid_to is null";
        let known: Option<bool> = sql::row(&**tx, statement(known, [new.commissioning_org_id.into()])).await?;
        if known.is_none() {
            fields.fault("/commissioning_org_id", "not_found", "没有这个单位，请刷新后重新选择");
        }
        fields.done()?;
        let id = Uuid::now_v7();
        insert(ctx, tx, (id, &new, &name)).await.map_err(|error| error.or_duplicate("evaluation_round", "/name"))?;
        let measures = "insert into evaluation_round_measure (round_id, measure_id) select $1, unnest($2::uuid[])";
        sql::execute(&**tx, statement(measures, [id.into(), scope.clone().into()])).await?;
        note(ctx, tx, id, ("create", None, RoundState::Preparing), None).await?;
        let detail = json!({ "kind": new.kind, "measures": scope.len(), "commissioning": new.commissioning_org_id });
        let (action, object_type) = ("round.create", "round");
        tx.record(Event { action, object_type, object_id: Some(id), label: &name, detail }).await?;
        let round = queries::find(ctx, &**tx, id).await?;
        let version = round.summary.version;
        Ok(Reply::created(round, version, format!("/api/v1/rounds/{id}")))
    })
    .await
}

/// The measures to evaluate, all of this plan.
async fn scope(tx: &Tx<'_>, new: &NewRound, fields: &mut Fields) -> Result<Vec<Uuid>, Error> {
    let of_plan = "select to_jsonb(m.id) as view from measure m join plan p on p.id = m.plan_id
        where p.id = $1 and p.state = 'ACTIVE' order by m.ord";
    let all: Vec<Uuid> = sql::rows(&**tx, statement(of_plan, [new.plan_id.into()])).await?;
    if all.is_empty() {
        fields.fault("/plan_id", "not_found", "没有这个生效的方案，请刷新后重新选择");
    }
    let Some(chosen) = &new.measure_ids else { return Ok(all) };
    if chosen.is_empty() || chosen.len() > all.len() {
        fields.fault("/measure_ids", "required", "请至少选择一条举措，每条一次");
    }
    for (place, id) in chosen.iter().enumerate() {
        if !all.contains(id) || chosen[..place].contains(id) {
            fields.fault(format!("/measure_ids/{place}"), "not_found", "举措不属于这个方案，或重复");
        }
    }
    Ok(chosen.clone())
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, (id, new, name): (Uuid, &NewRound, &str)) -> Result<(), Error> {
    let values = [
        id.into(),
        new.plan_id.into(),
        new.kind.to_value().into(),
        name.into(),
        new.commissioning_org_id.into(),
        json!(criteria::standard()).into(),
        json!(PanelRules::default()).into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let insert = "insert into evaluation_round (id, plan_id, kind, name, state, commissioning_org_id, criteria, rules,
            created_by, created_at, updated_at)
        values ($1, $2, $3, $4, 'PREPARING', $5, $6, $7, $8, $9, $9)";
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(())
}

/// Holds a round until the end of the transaction.
pub(super) async fn hold(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Round, Error> {
    sql::execute(&**tx, statement("select 1 from evaluation_round where id = $1 for update", [id.into()])).await?;
    queries::find(ctx, &**tx, id).await
}

/// Changes the set-up of a round. Criteria and rules are locked once declarations begin; then only evaluators come and the
/// announced days move.
pub async fn update(ctx: &Ctx, id: Uuid, change: RoundChange) -> Result<Written<Round>, Error> {
    ctx.write(Attempt::on("round.update", "round", id), async |tx| {
        ctx.require(Action::RoundRead)?;
        let round = hold(ctx, tx, id).await?;
        ctx.require(Action::RoundCommission)?;
        ctx.expect_version(round.summary.version)?;
        change.check(&round, &queries::evaluators(ctx).await?.items)?;
        let state = round.summary.state;
        let locks = change.criteria.is_some() || change.rules.is_some();
        if state > RoundState::Declaring || state == RoundState::Declaring && locks {
            return Err(RuleError::RoundSettled.into());
        }
        store(ctx, tx, id, &change).await?;
        if let Some(members) = &change.members {
            name_members(tx, (id, &round), members).await?;
        }
        let changed = json!({ "agency": change.agency_org_id, "lead": change.lead_id, "selection": change.selection,
            "members": change.members.as_ref().map(Vec::len), "criteria": change.criteria, "rules": change.rules,
            "freeze_at": change.freeze_at, "scoring_until": change.scoring_until });
        let (action, object_type, label) = ("round.update", "round", round.summary.name.as_str());
        tx.record(Event { action, object_type, object_id: Some(id), label, detail: changed }).await?;
        let after = queries::find(ctx, &**tx, id).await?;
        let version = after.summary.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

async fn store(ctx: &Ctx, tx: &Tx<'_>, id: Uuid, change: &RoundChange) -> Result<(), Error> {
    let json_of = |value: Option<serde_json::Value>| sea_orm::Value::Json(value.map(Box::new));
    let values = [
        id.into(),
        change.name.as_deref().map(|name| name.trim().to_owned()).into(),
        change.agency_org_id.into(),
        change.lead_id.into(),
        json_of(change.selection.as_ref().map(|selection| json!(selection))),
        json_of(change.criteria.as_ref().map(|criteria| json!(criteria))),
        json_of(change.rules.as_ref().map(|rules| json!(rules))),
        change.freeze_at.into(),
        change.scoring_until.into(),
        ctx.now.into(),
    ];
    let update = "update evaluation_round
        set name = coalesce($2, name), agency_org_id = coalesce($3, agency_org_id), lead_id = coalesce($4, lead_id),
            selection = coalesce($5, selection), criteria = coalesce($6, criteria),
            criteria_version = criteria_version + case when $6 is null then 0 else 1 end, rules = coalesce($7, rules),
            freeze_at = coalesce($8, freeze_at), scoring_until = coalesce($9, scoring_until), updated_at = $10,
            version = version + 1
        where id = $1";
    let stored = sql::execute(&**tx, statement(update, values)).await;
    stored.map_err(|error| error.or_duplicate("evaluation_round", "/name"))?;
    Ok(())
}

/// Who was assigned stays a member; the term of any member may move.
async fn name_members(tx: &Tx<'_>, (id, round): (Uuid, &Round), members: &[NewMember]) -> Result<(), Error> {
    let kept: Vec<Uuid> = members.iter().map(|member| member.account_id).collect();
    let gone = "delete from evaluation_member m
        where m.round_id = $1 and not m.account_id = any ($2) and not exists (
            select 1 from evaluation_assignment g where g.round_id = m.round_id and g.account_id = m.account_id)";
    sql::execute(&**tx, statement(gone, [id.into(), kept.into()])).await?;
    let named = "insert into evaluation_member (round_id, account_id, speciality, from_on, to_on)
        select $1, m.account_id, m.speciality, m.from_on, m.to_on
        from jsonb_to_recordset($2) as m (account_id uuid, speciality text, from_on date, to_on date)
        on conflict (round_id, account_id) do update
        set speciality = excluded.speciality, from_on = excluded.from_on, to_on = excluded.to_on";
    debug_assert_eq!(round.summary.id, id);
    sql::execute(&**tx, statement(named, [id.into(), json!(members).into()])).await?;
    Ok(())
}

impl RoundChange {
    fn check(&self, round: &Round, known: &[EvaluatorAccount]) -> Result<(), Error> {
        let mut fields = Fields::new();
        if let Some(name) = &self.name {
            fields.required("/name", name, 100);
        }
        let agency = self.agency_org_id.or_else(|| round.summary.agency.as_ref().map(|agency| agency.id));
        if self.agency_org_id.is_some() && !known.iter().any(|one| Some(one.organisation_id) == agency) {
            fields.fault("/agency_org_id", "not_found", "这个机构还没有评估人员的账号，请先请系统管理员建立");
        }
        if let Some(lead) = self.lead_id
            && !known.iter().any(|one| one.person.id == lead && one.leads && Some(one.organisation_id) == agency)
        {
            fields.fault("/lead_id", "not_found", "请选择该评估机构的评估组长");
        }
        if let Some(selection) = &self.selection {
            check_selection(&mut fields, selection);
        }
        for (place, member) in self.members.iter().flatten().enumerate() {
            check_member(&mut fields, (place, member), known, agency);
        }
        let ids: Vec<Uuid> = self.members.iter().flatten().map(|member| member.account_id).collect();
        for (place, id) in ids.iter().enumerate().filter(|(place, id)| ids[..*place].contains(id)) {
            fields.fault(format!("/members/{place}/account_id"), "duplicate", format!("同一名专家只列一次：{id}"));
        }
        if let Some(criteria) = &self.criteria {
            check_criteria(&mut fields, criteria);
        }
        if let Some(rules) = self.rules
            && (!(3..=15).contains(&rules.least)
                || rules.least.is_multiple_of(2)
                || !(1..=100).contains(&rules.most_percent))
        {
            fields.fault("/rules", "out_of_range", "每条举措 3 到 15 名专家且为单数，每人最多 1 到 100%");
        }
        self.check_days(&mut fields, round);
        fields.done()
    }

    fn check_days(&self, fields: &mut Fields, round: &Round) {
        for (pointer, at) in [("/freeze_at", self.freeze_at), ("/scoring_until", self.scoring_until)] {
            if let Some(at) = at {
                check_day(fields, pointer, at.date_naive());
            }
        }
        let freeze = self.freeze_at.or(round.summary.freeze_at);
        let until = self.scoring_until.or(round.summary.scoring_until);
        if let (Some(freeze), Some(until)) = (freeze, until)
            && until <= freeze
        {
            let pointer = if self.scoring_until.is_some() { "/scoring_until" } else { "/freeze_at" };
            fields.fault(pointer, "out_of_order", "评分截止须晚于材料冻结");
        }
    }
}

fn check_selection(fields: &mut Fields, selection: &Selection) {
    fields.required("/selection/method", &selection.method, 200);
    fields.required("/selection/panel", &selection.panel, 500);
    fields.required("/selection/result", &selection.result, 2_000);
    if selection.candidates.len() > 50 {
        fields.fault("/selection/candidates", "too_long", "最多 50 家候选机构");
    }
    for (place, candidate) in selection.candidates.iter().enumerate().take(50) {
        fields.required(&format!("/selection/candidates/{place}"), candidate, 200);
    }
    check_day(fields, "/selection/contract_from", selection.contract_from);
    check_day(fields, "/selection/contract_to", selection.contract_to);
    if selection.contract_to < selection.contract_from {
        fields.fault("/selection/contract_to", "out_of_order", "合同结束日不能早于开始日");
    }
    if !(0..=10_000_000_000).contains(&selection.price_yuan) {
        fields.fault("/selection/price_yuan", "out_of_range", "请填写 0 到 100 亿元之间的金额");
    }
    if !selection.confidentiality_pledge {
        fields.fault("/selection/confidentiality_pledge", "required", "请先请评估机构签署保密承诺");
    }
}

fn check_member(
    fields: &mut Fields,
    (place, member): (usize, &NewMember),
    known: &[EvaluatorAccount],
    agency: Option<Uuid>,
) {
    let pointer = |field: &str| format!("/members/{place}/{field}");
    let fits = |one: &EvaluatorAccount| {
        one.person.id == member.account_id && one.evaluates && Some(one.organisation_id) == agency
    };
    if !known.iter().any(fits) {
        fields.fault(pointer("account_id"), "not_found", "请选择该评估机构的评估专家");
    }
    check_day(fields, &pointer("from_on"), member.from_on);
    check_day(fields, &pointer("to_on"), member.to_on);
    if member.to_on < member.from_on {
        fields.fault(pointer("to_on"), "out_of_order", "任期结束日不能早于开始日");
    }
}

fn check_criteria(fields: &mut Fields, set: &[Criterion]) {
    if set.len() > 20 {
        fields.fault("/criteria", "too_long", "最多 20 项准则");
        return;
    }
    for (place, criterion) in set.iter().enumerate() {
        fields.required(&format!("/criteria/{place}/name"), &criterion.name, 40);
        for (step, text) in criterion.anchors.iter().enumerate().take(5) {
            fields.required(&format!("/criteria/{place}/anchors/{step}"), text, 200);
        }
    }
    for fault in criteria::faults(set) {
        match fault {
            CriteriaFault::Sum(sum) => {
                fields.fault("/criteria", "weights_not_hundred", format!("权重合计须为 100，现为 {sum}"));
            }
            CriteriaFault::Weight(place) => {
                fields.fault(format!("/criteria/{place}/weight"), "out_of_range", "权重在 1 到 100 之间");
            }
            CriteriaFault::Code(place) => {
                fields.fault(format!("/criteria/{place}/code"), "not_a_word", "代码用小写字母和下划线，不重复");
            }
            CriteriaFault::Anchors(place) => {
                let detail = "请为 0、60、80、90、100 分各写一句锚定说明";
                fields.fault(format!("/criteria/{place}/anchors"), "required", detail);
            }
            CriteriaFault::NoneApplies => {
                fields.fault("/criteria", "none_applies", "至少有一项准则不能选择“不适用”");
            }
        }
    }
}
