//! The deep module of every write: one transaction that holds the change, its audit event and its idempotent answer.
//!
//! [`Ctx::write`] opens the transaction, lends a [`Tx`], and commits. A write that recorded nothing refuses to commit;
//! a refusal is recorded after the rollback in a transaction of its own. What follows from the recorded events, messages to
//! those whom they concern, becomes true with them. Nothing that must happen comes after COMMIT:
//! the web server drops a handler when its client resets the connection.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

use sea_orm::{DatabaseTransaction, TransactionTrait, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::{Ctx, IdempotencyKey};
use crate::error::Error;
use crate::notifications;
use crate::sql;

/// What is attempted on what, so that a refusal can be recorded too.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Name of the step, e.g. `task.issue`.
    pub action: &'static str,
    /// Kind of thing, e.g. `task`.
    pub object_type: &'static str,
    /// Its id where it exists already.
    pub object_id: Option<Uuid>,
    /// The evaluation round in whose sealed trail it is kept, whatever comes of it.
    pub sealed_in: Option<Uuid>,
}

impl Attempt {
    /// An attempt on something that exists.
    pub fn on(action: &'static str, object_type: &'static str, object_id: Uuid) -> Attempt {
        Attempt { action, object_type, object_id: Some(object_id), sealed_in: None }
    }

    /// An attempt to make something new.
    pub fn new(action: &'static str, object_type: &'static str) -> Attempt {
        Attempt { action, object_type, object_id: None, sealed_in: None }
    }

    /// The same, kept from everybody until the round is released.
    #[must_use]
    pub fn sealed_in(self, round: Uuid) -> Attempt {
        Attempt { sealed_in: Some(round), ..self }
    }
}

/// What happened, for the audit trail.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Past step, e.g. `report.submit`.
    pub action: &'a str,
    /// Kind of thing.
    pub object_type: &'a str,
    /// Which one.
    pub object_id: Option<Uuid>,
    /// What people call it, e.g. `28-03 人形机器人小批量量产`.
    pub label: &'a str,
    /// Facts worth keeping: states before and after, reasons, changed fields; never secrets.
    pub detail: serde_json::Value,
}

/// An event that was recorded, kept until the end of the write for what follows from it.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub id: Uuid,
    pub action: String,
    pub object_type: String,
    pub object_id: Option<Uuid>,
    pub detail: serde_json::Value,
}

/// An event among many of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct OwnedEvent {
    /// Past step, e.g. `task.create`.
    pub action: &'static str,
    /// Kind of thing.
    pub object_type: &'static str,
    /// Which one.
    pub object_id: Uuid,
    /// What people call it.
    pub label: String,
    /// Facts worth keeping; never secrets.
    pub detail: serde_json::Value,
}

/// What a write answers.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// 200, 201 or 204.
    pub status: u16,
    /// The view.
    pub body: T,
    /// Version for the `ETag`.
    pub version: Option<i32>,
    /// Path of a new thing for `Location`.
    pub location: Option<String>,
}

impl<T> Reply<T> {
    /// Something was changed.
    pub fn changed(body: T, version: i32) -> Reply<T> {
        Reply { status: 200, body, version: Some(version), location: None }
    }

    /// Something new is at `location`.
    pub fn created(body: T, version: i32, location: String) -> Reply<T> {
        Reply { status: 201, body, version: Some(version), location: Some(location) }
    }

    /// Done, with nothing to say.
    pub fn nothing(body: T) -> Reply<T> {
        Reply { status: 204, body, version: None, location: None }
    }

    /// The same answer with another body.
    pub fn map<U>(self, body: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { status: self.status, body: body(self.body), version: self.version, location: self.location }
    }

    /// Done, with nothing to version.
    pub fn done(body: T) -> Reply<T> {
        Reply { status: 200, body, version: None, location: None }
    }
}

/// The answer to a write: made now, or the kept answer to the same key.
#[derive(Clone, Debug)]
pub enum Written<T> {
    /// The write took effect now.
    Fresh(Reply<T>),
    /// It took effect before; this is what was answered then.
    Replayed(Reply<serde_json::Value>),
}

impl<T> Written<T> {
    /// The view of a write that had no idempotency key.
    pub fn fresh(self) -> Result<T, Error> {
        match self {
            Written::Fresh(reply) => Ok(reply.body),
            Written::Replayed(_) => Err(Error::Internal("a kept answer where a new one was expected".into())),
        }
    }
}

/// An open transaction on behalf of a caller.
pub struct Tx<'a> {
    ctx: &'a Ctx,
    db: DatabaseTransaction,
    recorded: RefCell<Vec<Recorded>>,
    sealed_in: Option<Uuid>,
    has_sealed: Cell<bool>,
}

impl Deref for Tx<'_> {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.db
    }
}

impl Tx<'_> {
    /// On whose behalf it is open.
    pub fn ctx(&self) -> &Ctx {
        self.ctx
    }

    /// Writes the audit event into this very transaction.
    pub async fn record(&self, event: Event<'_>) -> Result<(), Error> {
        let id = insert_event(&self.db, self.ctx, &event, None, self.sealed_in).await?;
        if self.sealed_in.is_some() {
            // Nothing follows from what nobody may know of.
            self.has_sealed.set(true);
            return Ok(());
        }
        self.recorded.borrow_mut().push(Recorded {
            id,
            action: event.action.to_owned(),
            object_type: event.object_type.to_owned(),
            object_id: event.object_id,
            detail: event.detail,
        });
        Ok(())
    }

    /// The same for many events in one statement, in their order. Nobody is told of each of them: the write records itself
    /// once more as a whole.
    pub async fn record_all(&self, events: &[OwnedEvent]) -> Result<(), Error> {
        let ctx = self.ctx;
        let roles: Vec<String> = ctx.actor.roles.iter().map(|role| role.code().to_owned()).collect();
        let values: [Value; 10] = [
            json!(events).into(),
            ctx.now.into(),
            Some(ctx.actor.account).filter(|account| !account.is_nil()).into(),
            ctx.login.clone().into(),
            ctx.name.clone().into(),
            ctx.organisation.clone().into(),
            roles.into(),
            ctx.request.request_id.clone().into(),
            ctx.request.address.clone().into(),
            ctx.actor.on_behalf.into(),
        ];
        let sql = "insert into audit_event (id, at, actor_id, actor_login, actor_name, actor_organisation, actor_roles,
                action, object_type, object_id, object_label, outcome, detail, request_id, address, on_behalf_of)
             select gen_random_uuid(), $2, $3, $4, $5, $6, $7, e ->> 'action', e ->> 'object_type',
                (e ->> 'object_id')::uuid, e ->> 'label', 'SUCCESS', e -> 'detail', $8, $9, $10
             from jsonb_array_elements($1) with ordinality as events (e, place)
             order by place";
        sql::execute(&self.db, sql::statement(sql, values)).await?;
        Ok(())
    }

    async fn claim(&self, key: &IdempotencyKey) -> Result<Option<Reply<serde_json::Value>>, Error> {
        let account = self.ctx.actor.account;
        let claimed = sql::execute(
            &self.db,
            sql::statement(
                "insert into idempotency_key (account_id, key, request_hash, status, created_at)
                 values ($1, $2, $3, 0, $4) on conflict do nothing",
                [account.into(), key.key.clone().into(), key.request_hash.clone().into(), self.ctx.now.into()],
            ),
        )
        .await?;
        if claimed == 1 {
            return Ok(None);
        }
        match find_kept(&self.db, account, key).await? {
            Some(kept) if kept.request_hash == key.request_hash => Ok(Some(kept.into_reply())),
            _ => Err(Error::KeyReused),
        }
    }

    async fn keep<T: Serialize>(&self, key: &IdempotencyKey, reply: &Reply<T>) -> Result<(), Error> {
        let body = serde_json::to_value(&reply.body).map_err(|error| Error::Internal(error.to_string()))?;
        sql::execute(
            &self.db,
            sql::statement(
                "update idempotency_key set status = $3, body = $4, etag = $5, location = $6
                 where account_id = $1 and key = $2",
                [
                    self.ctx.actor.account.into(),
                    key.key.clone().into(),
                    i32::from(reply.status).into(),
                    body.into(),
                    reply.version.map(|version| version.to_string()).into(),
                    reply.location.clone().into(),
                ],
            ),
        )
        .await?;
        Ok(())
    }
}

async fn find_kept(
    db: &impl sea_orm::ConnectionTrait,
    account: Uuid,
    key: &IdempotencyKey,
) -> Result<Option<Kept>, Error> {
    let kept = "select to_jsonb(k) as view from idempotency_key k where account_id = $1 and key = $2";
    sql::row(db, sql::statement(kept, [account.into(), key.key.clone().into()])).await
}

#[derive(Deserialize)]
struct Kept {
    request_hash: String,
    status: u16,
    body: Option<serde_json::Value>,
    etag: Option<String>,
    location: Option<String>,
}

impl Kept {
    fn into_reply(self) -> Reply<serde_json::Value> {
        Reply {
            status: self.status,
            body: self.body.unwrap_or_default(),
            version: self.etag.and_then(|etag| etag.parse().ok()),
            location: self.location,
        }
    }
}

impl Ctx {
    /// The answer that was kept for this very request, for writes made of several; the same key with another request is
    /// refused before anything is done.
    pub async fn kept_answer(&self) -> Result<Option<Reply<serde_json::Value>>, Error> {
        let Some(key) = &self.request.key else { return Ok(None) };
        match find_kept(&self.app.db, self.actor.account, key).await? {
            Some(kept) if kept.request_hash == key.request_hash => Ok(Some(kept.into_reply())),
            Some(_) => Err(Error::KeyReused),
            None => Ok(None),
        }
    }

    /// Runs one write: all of it, its audit event and its kept answer become true together, or none does.
    pub async fn write<T: Serialize>(
        &self,
        attempt: Attempt,
        work: impl AsyncFnOnce(&Tx<'_>) -> Result<Reply<T>, Error>,
    ) -> Result<Written<T>, Error> {
        let tx = Tx {
            ctx: self,
            db: self.app.db.begin().await?,
            recorded: RefCell::new(Vec::new()),
            sealed_in: attempt.sealed_in,
            has_sealed: Cell::new(false),
        };
        let key = self.request.key.as_ref();
        if let Some(key) = key
            && let Some(reply) = tx.claim(key).await?
        {
            return Ok(Written::Replayed(reply));
        }
        match work(&tx).await {
            Ok(_) if tx.recorded.borrow().is_empty() && !tx.has_sealed.get() => {
                tx.db.rollback().await?;
                Err(Error::Internal(format!("{} recorded nothing", attempt.action)))
            }
            Ok(reply) => {
                notifications::follow(self, &tx.db, &tx.recorded.take()).await?;
                if let Some(key) = key {
                    tx.keep(key, &reply).await?;
                }
                tx.db.commit().await?;
                Ok(Written::Fresh(reply))
            }
            Err(error) => {
                tx.db.rollback().await?;
                if error.is_refusal() {
                    self.record_refusal(attempt, &error).await?;
                }
                Err(error)
            }
        }
    }

    async fn record_refusal(&self, attempt: Attempt, error: &Error) -> Result<(), Error> {
        let event = Event {
            action: attempt.action,
            object_type: attempt.object_type,
            object_id: attempt.object_id,
            label: "",
            detail: json!({}),
        };
        insert_event(&self.app.db, self, &event, Some(error.code()), attempt.sealed_in).await?;
        Ok(())
    }
}

async fn insert_event(
    db: &impl sea_orm::ConnectionTrait,
    ctx: &Ctx,
    event: &Event<'_>,
    refused: Option<&str>,
    sealed_in: Option<Uuid>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let roles: Vec<String> = ctx.actor.roles.iter().map(|role| role.code().to_owned()).collect();
    let values: [Value; 15] = [
        id.into(),
        ctx.now.into(),
        // The operator of the command line acts without an account.
        Some(ctx.actor.account).filter(|account| !account.is_nil()).into(),
        ctx.login.clone().into(),
        ctx.name.clone().into(),
        ctx.organisation.clone().into(),
        roles.into(),
        event.action.into(),
        event.object_type.into(),
        event.object_id.into(),
        event.label.into(),
        if refused.is_some() { "REFUSED" } else { "SUCCESS" }.into(),
        refused.into(),
        event.detail.clone().into(),
        ctx.request.request_id.clone().into(),
    ];
    let mut values = values.to_vec();
    values.extend([ctx.request.address.clone().into(), ctx.actor.on_behalf.into()]);
    let columns = "id, at, actor_id, actor_login, actor_name, actor_organisation, actor_roles, action, object_type,
        object_id, object_label, outcome, reason, detail, request_id, address, on_behalf_of";
    let places = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17";
    let insert = if let Some(round) = sealed_in {
        values.push(round.into());
        format!("insert into sealed_event ({columns}, round_id) values ({places}, $18)")
    } else {
        format!("insert into audit_event ({columns}) values ({places})")
    };
    let insert = sea_orm::Statement::from_sql_and_values(sea_orm::DatabaseBackend::Postgres, insert, values);
    sql::execute(db, insert).await?;
    Ok(id)
}
