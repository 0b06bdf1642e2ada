//! Hand-written SQL: statements that answer with one JSON column, filters with binds, and keyset pages.
//!
//! A `.sql` file opens with the question it answers and selects one `jsonb` column named `view` in the very shape of the
//! view; serde checks it. Filters are joined by `and` where the file says `/*where*/`.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;

/// Most rows a page may hold.
pub const MOST_ROWS: u64 = 200;
/// Totals are counted up to here; beyond, a list says "more than".
pub const COUNT_CAP: i64 = 100_000;

/// One page of a list in a stable total order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Hand this back as `cursor` to read on; null at the end.
    pub next_cursor: Option<String>,
    /// Rows that can be reached with this filter.
    pub total: i64,
    /// When the rows were read.
    pub as_of: DateTime<Utc>,
}

/// Conditions with their values, joined by AND.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    clauses: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    /// No condition yet.
    pub fn new() -> Filter {
        Filter::default()
    }

    /// Adds a value without a condition and returns its placeholder, e.g. `$3`.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Adds a condition in which each `{}` stands for `value`.
    pub fn and(&mut self, clause: &str, value: impl Into<Value>) -> &mut Filter {
        let placeholder = self.bind(value);
        self.clauses.push(clause.replace("{}", &placeholder));
        self
    }

    /// Adds a condition without a value.
    pub fn and_plain(&mut self, clause: &str) -> &mut Filter {
        self.clauses.push(clause.to_owned());
        self
    }

    /// Adds the condition when there is a value.
    pub fn and_some<V: Into<Value>>(&mut self, clause: &str, value: Option<V>) -> &mut Filter {
        if let Some(value) = value {
            self.and(clause, value);
        }
        self
    }

    /// What `narrow` would add, as one condition of its own instead.
    pub fn aside(&mut self, narrow: impl FnOnce(&mut Filter)) -> String {
        let before = self.clauses.len();
        narrow(self);
        let added: Vec<String> = self.clauses.drain(before..).map(|clause| format!("({clause})")).collect();
        if added.is_empty() { "true".to_owned() } else { added.join(" and ") }
    }

    /// The statement with the conditions put in at `/*where*/`.
    pub fn apply(&self, sql: &str) -> Statement {
        let clause = if self.clauses.is_empty() {
            "true".to_owned()
        } else {
            self.clauses.iter().map(|clause| format!("({clause})")).collect::<Vec<_>>().join(" and ")
        };
        Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            sql.replace("/*where*/", &clause),
            self.values.clone(),
        )
    }
}

/// A statement with its values.
pub fn statement<const N: usize>(sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values)
}

/// All rows of a statement whose single column `view` is JSON.
pub async fn rows<T: DeserializeOwned>(db: &impl ConnectionTrait, statement: Statement) -> Result<Vec<T>, Error> {
    db.query_all_raw(statement).await?.iter().map(read).collect()
}

/// The only row, if there is one.
pub async fn row<T: DeserializeOwned>(db: &impl ConnectionTrait, statement: Statement) -> Result<Option<T>, Error> {
    db.query_one_raw(statement).await?.as_ref().map(read).transpose()
}

/// Runs a statement for its effect and says how many rows it touched.
pub async fn execute(db: &impl ConnectionTrait, statement: Statement) -> Result<u64, Error> {
    Ok(db.execute_raw(statement).await?.rows_affected())
}

fn read<T: DeserializeOwned>(row: &QueryResult) -> Result<T, Error> {
    let json: serde_json::Value = row.try_get("", "view")?;
    serde_json::from_value(json).map_err(|error| Error::Internal(format!("a query answered in another shape: {error}")))
}

/// How much of a list to read and from where.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Window {
    /// Rows wanted, at most [`MOST_ROWS`]; 50 unless said.
    pub limit: Option<u64>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Window {
    /// The number of rows, refused when out of range.
    pub fn limit(&self) -> Result<u64, Error> {
        match self.limit.unwrap_or(50) {
            limit @ 1..=MOST_ROWS => Ok(limit),
            _ => Err(Error::field("/limit", "out_of_range", format!("每页 1 到 {MOST_ROWS} 行"))),
        }
    }

    /// The sort keys of the last row of the page before.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Error> {
        let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) else { return Ok(None) };
        // PostgreSQL knows no text with a NUL in it, and no cursor of ours has one.
        hex::decode(cursor)
            .ok()
            .filter(|bytes| !bytes.windows(6).any(|window| window == b"\\u0000"))
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .map(Some)
            .ok_or_else(|| Error::field("/cursor", "unreadable", "翻页位置无效，请从第一页开始"))
    }
}

/// Cuts the row read ahead off the page and makes the cursor from the last row kept.
pub fn page<T, K: Serialize>(
    mut items: Vec<T>,
    limit: u64,
    total: i64,
    now: DateTime<Utc>,
    key: impl Fn(&T) -> K,
) -> Page<T> {
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > kept;
    items.truncate(kept);
    let next_cursor =
        items.last().filter(|_| more).and_then(|last| serde_json::to_vec(&key(last)).ok()).map(hex::encode);
    Page { items, next_cursor, total, as_of: now }
}

/// Counts the rows of `from` (e.g. `task t`) that match, up to [`COUNT_CAP`].
pub async fn count(db: &impl ConnectionTrait, from: &str, filter: &Filter) -> Result<i64, Error> {
    let sql = format!(
        "select to_jsonb(count(*)) as view from (select 1 from {from} where /*where*/ limit {COUNT_CAP}) as found"
    );
    Ok(row(db, filter.apply(&sql)).await?.unwrap_or(0))
}
