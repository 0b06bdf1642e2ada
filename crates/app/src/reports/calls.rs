//! Telephone calls in place of a third return (domain.md 2.4): asked for by a reviewer, kept with what came out of them.
//!
//! The report stays where it is until the result is recorded; the rule stands in [`luoshi_domain::reviews`].

use chrono::{DateTime, Utc};
use luoshi_domain::reports::{ReportState, ReturnReason};
use luoshi_domain::reviews::CallResult;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::steps::ReportTransition;
use super::stored::ReportFacts;
use super::views::ReviewLevel;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::Tx;
use crate::views::PersonRef;

/// A telephone call in place of a third return: who calls whom about what, and what came out of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PhoneCall {
    /// Who reviews and calls.
    pub level: ReviewLevel,
    /// The reviewer who asked for it; anybody who reviews at this level may make it.
    pub asked_by: PersonRef,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Whom to call: who handed the report in.
    pub callee: PersonRef,
    /// The liaison of the task as the unit named them, often with a number.
    pub liaison: Option<String>,
    /// What there is to talk about.
    pub reason: String,
    /// The same from the list.
    pub reason_codes: Vec<ReturnReason>,
    /// What came out of it; null until the call was made.
    pub result: Option<CallResult>,
    /// The same in words.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<PersonRef>,
    /// When.
    pub recorded_at: Option<DateTime<Utc>>,
}

/// Notes that the reviewer will call who handed the report in.
pub async fn ask(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts, step: &ReportTransition) -> Result<(), Error> {
    let level = if report.state == ReportState::UnitReview { "UNIT" } else { "OFFICE" };
    let codes: Vec<String> = step.reason_codes.iter().map(|reason| reason.code().to_owned()).collect();
    let call = "insert into phone_call (id, report_id, level, callee, reason, reason_codes, asked_by, asked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        Uuid::now_v7().into(),
        report.id.into(),
        level.into(),
        report.submitted_by.unwrap_or(report.created_by).into(),
        step.comment.clone().unwrap_or_default().into(),
        codes.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(call, values)).await?;
    Ok(())
}

/// Writes down what came out of the open call.
pub async fn record(
    ctx: &Ctx,
    tx: &Tx<'_>,
    report: Uuid,
    result: CallResult,
    step: &ReportTransition,
) -> Result<(), Error> {
    let recorded = "update phone_call set result = $2, note = $3, recorded_by = $4, recorded_at = $5
        where report_id = $1 and recorded_at is null";
    let values = [
        report.into(),
        result.to_value().into(),
        step.comment.clone().unwrap_or_default().into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(recorded, values)).await?;
    Ok(())
}
