//! Third-party evaluation over HTTP.

use actix_web::{get, patch, post, put, web};
use luoshi_app::evaluation::assigning::{self, NewAssignments};
use luoshi_app::evaluation::commands::{self, NewRound, RoundChange};
use luoshi_app::evaluation::declaring::{self, NewDeclaration, NewTie};
use luoshi_app::evaluation::queries::{self, RoundQuery};
use luoshi_app::evaluation::results;
use luoshi_app::evaluation::sheets::{self, SheetContent, SheetSubmission};
use luoshi_app::evaluation::steps::{self, RoundTransition};
use luoshi_app::evaluation::views::{Assignments, EvaluatorAccounts, Proposal, Results, Round, RoundList, Scoresheet};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_rounds)
        .service(create_round)
        .service(get_round)
        .service(update_round)
        .service(transition_round)
        .service(list_evaluators)
        .service(declare_conflict)
        .service(record_tie)
        .service(list_assignments)
        .service(create_assignment)
        .service(propose_assignments)
        .service(list_results)
        .service(get_scoresheet)
        .service(save_scoresheet)
        .service(submit_scoresheet);
}

/// All evaluation rounds, latest first, with the caller's own part in each.
#[utoipa::path(operation_id = "list_rounds", tag = "evaluation", params(RoundQuery), responses((status = 200, body = RoundList)))]
#[get("/rounds")]
async fn list_rounds(Read(ctx): Read, Query(query): Query<RoundQuery>) -> Result<Found<RoundList>, Problem> {
    Ok(Found(queries::list(&ctx, query).await?, None))
}

/// Sets an evaluation round up.
#[utoipa::path(operation_id = "create_round", tag = "evaluation", request_body = NewRound, responses((status = 201, body = Round)))]
#[post("/rounds")]
async fn create_round(Write { ctx, body }: Write<NewRound>) -> Result<Answer<Round>, Problem> {
    Ok(Answer(commands::create(&ctx, body).await?))
}

/// One round; members and selection for those who run it.
#[utoipa::path(operation_id = "get_round", tag = "evaluation", params(("id" = Uuid, Path)), responses((status = 200, body = Round)))]
#[get("/rounds/{id}")]
async fn get_round(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Round>, Problem> {
    let round = queries::find(&ctx, &ctx.app.db, *id).await?;
    let version = round.summary.version;
    Ok(Found(round, Some(version)))
}

/// Changes the set-up of a round: selection, people, criteria, days.
#[utoipa::path(operation_id = "update_round", tag = "evaluation", params(("id" = Uuid, Path)), request_body = RoundChange, responses((status = 200, body = Round)))]
#[patch("/rounds/{id}")]
async fn update_round(Write { ctx, body }: Write<RoundChange>, id: web::Path<Uuid>) -> Result<Answer<Round>, Problem> {
    Ok(Answer(commands::update(&ctx, *id, body).await?))
}

/// Takes one step of the way of a round.
#[utoipa::path(operation_id = "transition_round", tag = "evaluation", params(("id" = Uuid, Path)), request_body = RoundTransition, responses((status = 200, body = Round)))]
#[post("/rounds/{id}/transitions")]
async fn transition_round(
    Write { ctx, body }: Write<RoundTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<Round>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}

/// Everybody who can be named evaluator or evaluation lead.
#[utoipa::path(operation_id = "list_evaluators", tag = "evaluation", responses((status = 200, body = EvaluatorAccounts)))]
#[get("/evaluators")]
async fn list_evaluators(Read(ctx): Read) -> Result<Found<EvaluatorAccounts>, Problem> {
    Ok(Found(queries::evaluators(&ctx).await?, None))
}

/// Signs the declaration of conflicts of interest of a round.
#[utoipa::path(operation_id = "declare_conflict", tag = "evaluation", params(("id" = Uuid, Path)), request_body = NewDeclaration, responses((status = 200, body = Round)))]
#[post("/rounds/{id}/declarations")]
async fn declare_conflict(
    Write { ctx, body }: Write<NewDeclaration>,
    id: web::Path<Uuid>,
) -> Result<Answer<Round>, Problem> {
    Ok(Answer(declaring::declare(&ctx, *id, body).await?))
}

/// Records a tie that became known later; whom it forbids a measure is recused from it at once.
#[utoipa::path(operation_id = "record_tie", tag = "evaluation", params(("id" = Uuid, Path)), request_body = NewTie, responses((status = 200, body = Round)))]
#[post("/rounds/{id}/ties")]
async fn record_tie(Write { ctx, body }: Write<NewTie>, id: web::Path<Uuid>) -> Result<Answer<Round>, Problem> {
    Ok(Answer(declaring::record(&ctx, *id, body).await?))
}

/// Who evaluates what: everything for those who run the round, one's own part for an evaluator.
#[utoipa::path(operation_id = "list_assignments", tag = "evaluation", params(("id" = Uuid, Path)), responses((status = 200, body = Assignments)))]
#[get("/rounds/{id}/assignments")]
async fn list_assignments(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Assignments>, Problem> {
    Ok(Found(queries::assignments(&ctx, *id).await?, None))
}

/// Assigns evaluators to measures, all or none.
#[utoipa::path(operation_id = "create_assignment", tag = "evaluation", params(("id" = Uuid, Path)), request_body = NewAssignments, responses((status = 201, body = Assignments)))]
#[post("/rounds/{id}/assignments")]
async fn create_assignment(
    Write { ctx, body }: Write<NewAssignments>,
    id: web::Path<Uuid>,
) -> Result<Answer<Assignments>, Problem> {
    Ok(Answer(assigning::create(&ctx, *id, body).await?))
}

/// Proposes who evaluates what and says why; nothing is stored.
#[utoipa::path(operation_id = "propose_assignments", tag = "evaluation", params(("id" = Uuid, Path)), responses((status = 200, body = Proposal)))]
#[get("/rounds/{id}/proposal")]
async fn propose_assignments(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Proposal>, Problem> {
    Ok(Found(queries::proposal(&ctx, *id).await?, None))
}

/// The results of a round once the caller may read them.
#[utoipa::path(operation_id = "list_results", tag = "evaluation", params(("id" = Uuid, Path)), responses((status = 200, body = Results)))]
#[get("/rounds/{id}/results")]
async fn list_results(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Results>, Problem> {
    Ok(Found(results::list(&ctx, *id).await?, None))
}

/// One's own score sheet with everything it is judged by.
#[utoipa::path(operation_id = "get_scoresheet", tag = "evaluation", params(("id" = Uuid, Path)), responses((status = 200, body = Scoresheet)))]
#[get("/scoresheets/{id}")]
async fn get_scoresheet(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<Scoresheet>, Problem> {
    let sheet = sheets::view(&ctx, *id).await?;
    let version = sheet.version;
    Ok(Found(sheet, Some(version)))
}

/// Saves one's own score sheet as far as it is.
#[utoipa::path(operation_id = "save_scoresheet", tag = "evaluation", params(("id" = Uuid, Path)), request_body = SheetContent, responses((status = 200, body = Scoresheet)))]
#[put("/scoresheets/{id}")]
async fn save_scoresheet(
    Write { ctx, body }: Write<SheetContent>,
    id: web::Path<Uuid>,
) -> Result<Answer<Scoresheet>, Problem> {
    Ok(Answer(sheets::save(&ctx, *id, body).await?))
}

/// Hands one's own score sheet in; it never changes again.
#[utoipa::path(operation_id = "submit_scoresheet", tag = "evaluation", params(("id" = Uuid, Path)), request_body = SheetSubmission, responses((status = 200, body = Scoresheet)))]
#[post("/scoresheets/{id}/submission")]
async fn submit_scoresheet(
    Write { ctx, body }: Write<SheetSubmission>,
    id: web::Path<Uuid>,
) -> Result<Answer<Scoresheet>, Problem> {
    Ok(Answer(sheets::submit(&ctx, *id, body).await?))
}
