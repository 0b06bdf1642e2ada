//! Score sheets: read, saved and handed in by their author alone. Every event about them, refusals too, is sealed until the
//! round is released; no other row changes (trust.md T2, T4).

use std::collections::BTreeMap;

use luoshi_domain::evaluation::criteria::Criterion;
use luoshi_domain::evaluation::rounds::RoundState;
use luoshi_domain::evaluation::scoring::{Opinion, OpinionFault, faults, open, own_total};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::independence;
use super::results::points;
use super::views::{EvidenceMark, Scoresheet};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Most signs in a working paper.
const PAPER: usize = 20_000;

/// What a score sheet says; saved as a whole, as often as one likes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetContent {
    /// By criterion; what is left out is open.
    pub opinions: Vec<Opinion>,
    /// 工作底稿.
    pub working_paper: String,
    /// One's own marks on evidence.
    #[serde(default)]
    pub marks: BTreeMap<Uuid, EvidenceMark>,
}

/// Hands a score sheet in.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetSubmission {
    /// 交卷后不能再改.
    pub confirm: bool,
}

/// One's own score sheet; that of anybody else is missing.
pub async fn view(ctx: &Ctx, id: Uuid) -> Result<Scoresheet, Error> {
    ctx.require(Action::ScoreWrite)?;
    find(ctx, &ctx.app.db, id).await
}

async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Scoresheet, Error> {
    let own = statement(include_str!("sheet.sql"), [ctx.actor.account.into(), id.into()]);
    let mut sheet: Scoresheet = sql::row(db, own).await?.ok_or(Error::NotFound)?;
    sheet.total = own_total(&sheet.criteria, &sheet.opinions).map(points);
    sheet.open = open(&sheet.criteria, &sheet.opinions)
        .into_iter()
        .filter_map(|(place, _)| sheet.criteria.get(place).map(|criterion| criterion.code.clone()))
        .collect();
    sheet.may_write = check_open(ctx, &sheet).is_ok();
    sheet.as_of = ctx.now;
    Ok(sheet)
}

/// Whether the sheet takes scores now.
fn check_open(ctx: &Ctx, sheet: &Scoresheet) -> Result<(), RuleError> {
    let in_time = sheet.round.scoring_until.is_some_and(|until| ctx.now < until);
    if sheet.is_void {
        Err(RuleError::SheetVoid)
    } else if sheet.is_submitted {
        Err(RuleError::SheetSubmitted)
    } else if sheet.round.state != RoundState::Scoring || !in_time {
        Err(RuleError::NotScoring)
    } else {
        Ok(())
    }
}

/// Saves what is said so far; nothing of it is known to anybody else.
pub async fn save(ctx: &Ctx, id: Uuid, content: SheetContent) -> Result<Written<Scoresheet>, Error> {
    let round = view(ctx, id).await?.round.id;
    ctx.write(Attempt::on("scoresheet.save", "scoresheet", id).sealed_in(round), async |tx| {
        let sheet = hold(ctx, tx, id).await?;
        ctx.expect_version(sheet.version)?;
        let content = content.checked(&sheet)?;
        check_open(ctx, &sheet)?;
        check_term(ctx, tx, round).await?;
        let values = [
            id.into(),
            json!(content.opinions).into(),
            content.working_paper.into(),
            json!(content.marks).into(),
            ctx.now.into(),
        ];
        let saved =
            "update scoresheet set opinions = $2, working_paper = $3, marks = $4, saved_at = $5, version = version + 1
            where id = $1";
        sql::execute(&**tx, statement(saved, values)).await?;
        record(tx, "scoresheet.save", &sheet, json!({ "judged": content.opinions.len() })).await?;
        let after = find(ctx, &**tx, id).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

/// Hands the sheet in: complete, without a conflict at this very moment, and for ever.
pub async fn submit(ctx: &Ctx, id: Uuid, submission: SheetSubmission) -> Result<Written<Scoresheet>, Error> {
    let round = view(ctx, id).await?.round.id;
    ctx.write(Attempt::on("scoresheet.submit", "scoresheet", id).sealed_in(round), async |tx| {
        independence::lock(&**tx).await?;
        let sheet = hold(ctx, tx, id).await?;
        ctx.expect_version(sheet.version)?;
        check_open(ctx, &sheet)?;
        check_complete(&sheet, submission)?;
        check_term(ctx, tx, round).await?;
        let against = independence::against(&**tx, (round, sheet.measure.id), ctx.actor.account, ctx.today()).await?;
        if !against.is_empty() {
            return Err(RuleError::EvaluatorConflict { because: independence::words(&**tx, &against).await? }.into());
        }
        let hash = hash(&sheet);
        let submitted = "update scoresheet set state = 'SUBMITTED', submitted_at = $2, hash = $3, version = version + 1
            where id = $1";
        sql::execute(&**tx, statement(submitted, [id.into(), ctx.now.into(), hash.clone().into()])).await?;
        record(tx, "scoresheet.submit", &sheet, json!({ "sha256": hash })).await?;
        let after = find(ctx, &**tx, id).await?;
        let version = after.version;
        Ok(Reply::changed(after, version))
    })
    .await
}

async fn hold(ctx: &Ctx, tx: &Tx<'_>, id: Uuid) -> Result<Scoresheet, Error> {
    sql::execute(&**tx, statement("select 1 from scoresheet where id = $1 for update", [id.into()])).await?;
    find(ctx, &**tx, id).await
}

/// Members act within the time they were named for.
async fn check_term(ctx: &Ctx, tx: &Tx<'_>, round: Uuid) -> Result<(), Error> {
    // The round does not move on while a sheet is written.
    let serving = "select to_jsonb(true) as view
        from evaluation_round r
        join evaluation_member m on m.round_id = r.id
        where r.id = $1 and m.account_id = $2 and $3 between m.from_on and m.to_on
        for share of r";
    let values = [round.into(), ctx.actor.account.into(), ctx.today().into()];
    let serving: Option<bool> = sql::row(&**tx, statement(serving, values)).await?;
    if serving.is_none() { Err(RuleError::MembershipOver.into()) } else { Ok(()) }
}

/// SHA-256 over what was said, in the order of the criteria.
fn hash(sheet: &Scoresheet) -> String {
    let said: Vec<&Opinion> = sheet
        .criteria
        .iter()
        .filter_map(|criterion| sheet.opinions.iter().find(|opinion| opinion.code == criterion.code))
        .collect();
    let text = json!([sheet.id, said, sheet.working_paper]).to_string();
    hex::encode(Sha256::digest(text.as_bytes()))
}

impl SheetContent {
    /// The same with its words tidied, or everything that is wrong with it.
    fn checked(&self, sheet: &Scoresheet) -> Result<SheetContent, Error> {
        let mut fields = Fields::new();
        for (place, fault) in faults(&sheet.criteria, &self.opinions) {
            let (field, code, detail) = words(fault);
            fields.fault(format!("/opinions/{place}{field}"), code, detail);
        }
        let mut opinions = self.opinions.clone();
        for (place, opinion) in opinions.iter_mut().enumerate() {
            let reason = fields.optional(&format!("/opinions/{place}/reason"), Some(&opinion.reason), 1_000);
            opinion.reason = reason.unwrap_or_default();
        }
        fields.optional("/working_paper", Some(&self.working_paper), PAPER);
        for id in self.marks.keys().filter(|id| !sheet.evidence.iter().any(|evidence| evidence.id == **id)) {
            fields.fault(format!("/marks/{id}"), "not_found", "这份材料不属于这条举措，请刷新");
        }
        fields.done()?;
        Ok(SheetContent { opinions, working_paper: self.working_paper.clone(), marks: self.marks.clone() })
    }
}

fn words(fault: OpinionFault) -> (&'static str, &'static str, &'static str) {
    match fault {
        OpinionFault::Unknown => ("/code", "not_found", "本轮没有这项准则，或重复"),
        OpinionFault::Score => ("/score", "out_of_range", "请填写 0 到 100 的整数；不适用时不填分数"),
        OpinionFault::Applies => ("/not_applicable", "applies", "这项准则不能选择“不适用”"),
        OpinionFault::Open => ("/score", "required", "请评分，或选择“不适用”"),
        OpinionFault::Reason => ("/reason", "required", "低于 60、高于 90 或不适用须写理由"),
    }
}

/// Everything is judged, and where a reason is asked for there is one.
fn check_complete(sheet: &Scoresheet, submission: SheetSubmission) -> Result<(), Error> {
    let mut fields = Fields::new();
    if !submission.confirm {
        fields.fault("/confirm", "required", "交卷后不能再改，请确认");
    }
    let code = |criteria: &[Criterion], place: usize| criteria.get(place).map(|c| c.code.clone()).unwrap_or_default();
    for (place, fault) in open(&sheet.criteria, &sheet.opinions) {
        let (field, name, detail) = words(fault);
        fields.fault(format!("/opinions/{}{field}", code(&sheet.criteria, place)), name, detail);
    }
    fields.done()
}

async fn record(tx: &Tx<'_>, action: &'static str, sheet: &Scoresheet, detail: serde_json::Value) -> Result<(), Error> {
    let number = sheet.measure.number.map(|number| number.to_string()).unwrap_or_default();
    let label = format!("{} {number} {}", sheet.round.name, sheet.measure.title);
    tx.record(Event { action, object_type: "scoresheet", object_id: Some(sheet.id), label: &label, detail }).await
}
