//! Mail: one digest a day and person at most, of what stands in the message centre.
//!
//! [`digest`] writes what is to be sent into the outbox, [`round`] is the worker's and sends it, [`letter`] makes the words
//! at that moment, [`smtp`] hands them to the mail server. [`preferences`] is each person's own page, [`state`] the
//! administrator's. How nothing is sent twice: docs/decisions, "Mail is claimed before it is handed over".

mod digest;
mod letter;
mod links;
mod outbox;
pub mod preferences;
mod smtp;
pub mod state;
mod words;

pub(crate) use digest::rights as rights_of_roles;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use luoshi_domain::mail::digest_day;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::calendar;
use crate::error::Error;

/// Where mails are handed over and what they say about us.
#[derive(Clone)]
pub struct MailSettings {
    /// Name or address of the mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: TlsMode,
    /// Name and password at the mail server.
    pub login: Option<(String, String)>,
    /// Who writes.
    pub from: Mailbox,
    /// Address under which people open the program, without a slash at the end.
    pub public_url: String,
    /// How long the mail server may take for one step.
    pub patience: Duration,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The password stays out of every log.
        write!(formatter, "MailSettings({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

/// How the connection to the mail server is protected; none of them falls back to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// Not at all: for a server on this machine or in a closed network.
    None,
    /// It begins in the clear and is protected before anything is said (STARTTLS).
    StartTls,
    /// It is protected from the first byte.
    Tls,
}

/// The language of a person's mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "lowercase")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum MailLanguage {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailKind {
    /// 每日摘要.
    Digest,
    /// 确认邮箱: asks whether an address is the person's.
    Confirmation,
    /// 试发: to an administrator's own address.
    Test,
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailState {
    /// 待发.
    Waiting,
    /// 正在交给邮件服务器.
    HandingOver,
    /// 已发.
    Sent,
    /// 被拒收: the server will not take it, ever.
    Refused,
    /// 不明: it was handed over and no answer came; never sent again.
    Unclear,
    /// 不再需要.
    Dropped,
}

/// One round of the worker: makes the digests that are due and sends what waits. Without a mail server it does nothing.
pub async fn round(app: &Arc<App>) -> Result<(), Error> {
    let Some(settings) = &app.settings.mail else { return Ok(()) };
    if let Some(day) = digest_day(app.clock.now(), &calendar::load(&app.db).await?) {
        digest::write(app, day).await?;
    }
    outbox::empty(app, settings).await
}
