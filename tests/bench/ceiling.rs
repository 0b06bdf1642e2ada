//! The ceiling of the benchmark: sends the statements that luoshi sent, hands on what the database answers, and does
//! nothing else; no login, no rights, no shaping.
//!
//! `luoshi-ceiling ADDRESS DATABASE_URL FOLDER`: `GET /NAME` runs `FOLDER/NAME.1.sql`, `FOLDER/NAME.2.sql`, … in turn.

use std::{collections::HashMap, env, error::Error, fs, sync::Arc};

use actix_web::{App, HttpResponse, HttpServer, web};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};

type Statements = HashMap<String, Vec<String>>;

struct Ceiling {
    pool: PgPool,
    statements: Statements,
}

/// Each statement answers with one column `view`, as text, so that nothing is parsed here.
fn read(folder: &str) -> Result<Statements, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut statements = Statements::new();
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if let Some((operation, "1.sql" | "2.sql" | "3.sql" | "4.sql")) = name.split_once('.') {
            let sql = format!("select answer.view::text from ({}) answer", fs::read_to_string(file.path())?);
            statements.entry(operation.to_owned()).or_default().push(sql);
        }
    }
    Ok(statements)
}

async fn answer(ceiling: web::Data<Arc<Ceiling>>, operation: web::Path<String>) -> HttpResponse {
    let Some(statements) = ceiling.statements.get(operation.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    let mut parts = Vec::new();
    for statement in statements {
        match sqlx::query_scalar::<_, String>(AssertSqlSafe(statement.clone())).fetch_all(&ceiling.pool).await {
            Ok(rows) => parts.push(format!("[{}]", rows.join(","))),
            Err(error) => return HttpResponse::InternalServerError().body(error.to_string()),
        }
    }
    HttpResponse::Ok().content_type("application/json").body(format!("[{}]", parts.join(",")))
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [address, database, folder] = &words[..] else {
        return Err("luoshi-ceiling ADDRESS DATABASE_URL FOLDER".into());
    };
    let pool = PgPoolOptions::new().max_connections(10).connect(database).await?;
    let ceiling = web::Data::new(Arc::new(Ceiling { pool, statements: read(folder)? }));
    HttpServer::new(move || App::new().app_data(ceiling.clone()).route("/{operation}", web::get().to(answer)))
        .workers(2)
        .bind(address.as_str())?
        .run()
        .await?;
    Ok(())
}
