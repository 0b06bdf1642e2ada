//! Annual books and their items over HTTP.

use actix_web::{get, patch, post, web};
use luoshi_app::annual::book::{self, BookIssue, ItemChange, NewBook};
use luoshi_app::annual::queries::{self, BookFilter, ItemFilter};
use luoshi_app::annual::steps::{self, ItemTransition};
use luoshi_app::annual::views::{AnnualBook, AnnualItem, AnnualItemView};
use luoshi_app::sql::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::http::extract::{Answer, Found, Query, Read, Write};
use crate::http::problem::Problem;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_annual_books).service(get_annual_book).service(create_annual_book).service(issue_annual_book);
    config.service(list_annual_items).service(get_annual_item).service(update_annual_item);
    config.service(transition_annual_item);
}

/// Annual books, latest year first.
#[utoipa::path(operation_id = "list_annual_books", tag = "annual", params(BookFilter), responses((status = 200, body = Page<AnnualBook>)))]
#[get("/annual-books")]
async fn list_annual_books(
    Read(ctx): Read,
    Query(filter): Query<BookFilter>,
) -> Result<Found<Page<AnnualBook>>, Problem> {
    Ok(Found(queries::books(&ctx, filter).await?, None))
}

/// One book with its figures.
#[utoipa::path(operation_id = "get_annual_book", tag = "annual", params(("id" = Uuid, Path)), responses((status = 200, body = AnnualBook)))]
#[get("/annual-books/{id}")]
async fn get_annual_book(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<AnnualBook>, Problem> {
    let book = queries::get_book(&ctx, *id).await?;
    let version = book.version;
    Ok(Found(book, Some(version)))
}

/// Draws up the book of a year, or adds the tasks that came since.
#[utoipa::path(operation_id = "create_annual_book", tag = "annual", request_body = NewBook, responses((status = 201, body = AnnualBook)))]
#[post("/annual-books")]
async fn create_annual_book(Write { ctx, body }: Write<NewBook>) -> Result<Answer<AnnualBook>, Problem> {
    Ok(Answer(book::create(&ctx, body).await?))
}

/// Issues every draft of a book, all or none.
#[utoipa::path(operation_id = "issue_annual_book", tag = "annual", params(("id" = Uuid, Path)), request_body = BookIssue, responses((status = 200, body = AnnualBook)))]
#[post("/annual-books/{id}/issue")]
async fn issue_annual_book(
    Write { ctx, body }: Write<BookIssue>,
    id: web::Path<Uuid>,
) -> Result<Answer<AnnualBook>, Problem> {
    Ok(Answer(book::issue(&ctx, *id, body).await?))
}

/// Items of annual books, in the order of the tasks.
#[utoipa::path(operation_id = "list_annual_items", tag = "annual", params(ItemFilter), responses((status = 200, body = Page<AnnualItem>)))]
#[get("/annual-items")]
async fn list_annual_items(
    Read(ctx): Read,
    Query(filter): Query<ItemFilter>,
) -> Result<Found<Page<AnnualItem>>, Problem> {
    Ok(Found(queries::items(&ctx, filter).await?, None))
}

/// One item with the milestones of its year, its history and what the caller may do.
#[utoipa::path(operation_id = "get_annual_item", tag = "annual", params(("id" = Uuid, Path)), responses((status = 200, body = AnnualItemView)))]
#[get("/annual-items/{id}")]
async fn get_annual_item(Read(ctx): Read, id: web::Path<Uuid>) -> Result<Found<AnnualItemView>, Problem> {
    let view = queries::get(&ctx, *id).await?;
    let version = view.item.version;
    Ok(Found(view, Some(version)))
}

/// Changes target and due day of a draft.
#[utoipa::path(operation_id = "update_annual_item", tag = "annual", params(("id" = Uuid, Path)), request_body = ItemChange, responses((status = 200, body = AnnualItemView)))]
#[patch("/annual-items/{id}")]
async fn update_annual_item(
    Write { ctx, body }: Write<ItemChange>,
    id: web::Path<Uuid>,
) -> Result<Answer<AnnualItemView>, Problem> {
    Ok(Answer(book::update(&ctx, *id, body).await?))
}

/// Takes one step: issue, apply for closure, accept, reject, cancel.
#[utoipa::path(operation_id = "transition_annual_item", tag = "annual", params(("id" = Uuid, Path)), request_body = ItemTransition, responses((status = 200, body = AnnualItemView)))]
#[post("/annual-items/{id}/transitions")]
async fn transition_annual_item(
    Write { ctx, body }: Write<ItemTransition>,
    id: web::Path<Uuid>,
) -> Result<Answer<AnnualItemView>, Problem> {
    Ok(Answer(steps::transition(&ctx, *id, body).await?))
}
