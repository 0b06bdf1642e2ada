//! One mail into the hands of the mail server, step by step, so that it is known how far it came.
//!
//! Until the text itself goes over, every failure means that nothing was sent. From then on only an answer tells: a server
//! that falls silent there may or may not have taken the mail.

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use super::{MailSettings, TlsMode};
use crate::error::Error;

/// How handing over ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server answers for it now.
    Taken,
    /// The server will never take this one.
    Refused(String),
    /// Not now; another try later may do.
    Later(String),
    /// The server itself is not to be had; so it is for all others.
    Away(String),
    /// The text went over and no answer came.
    Unclear(String),
    /// Somebody else was at it.
    Lost,
}

/// Hands the mail over. `last_word` is asked right before the text goes; on `false` nothing is sent.
pub(super) async fn hand_over<F>(
    settings: &MailSettings,
    message: &Message,
    last_word: impl FnOnce() -> F,
) -> Result<Outcome, Error>
where
    F: Future<Output = Result<bool, Error>>,
{
    let mut connection = match greet(settings).await {
        Ok(connection) => connection,
        Err(fault) => return Ok(Outcome::Away(fault.words)),
    };
    let outcome = match address(settings, &mut connection, message).await {
        Err(fault) if fault.permanent => Outcome::Refused(fault.words),
        Err(fault) => Outcome::Later(fault.words),
        Ok(()) if !last_word().await? => Outcome::Lost,
        Ok(()) => match step(settings.patience, connection.message(&message.formatted())).await {
            Ok(_) => Outcome::Taken,
            Err(fault) if fault.permanent => Outcome::Refused(fault.words),
            Err(fault) if fault.answered => Outcome::Later(fault.words),
            Err(fault) => Outcome::Unclear(fault.words),
        },
    };
    // A polite end that nobody waits for long.
    let _ = tokio::time::timeout(Duration::from_secs(2), connection.abort()).await;
    Ok(outcome)
}

/// What a step failed with.
struct Fault {
    /// The server said something.
    answered: bool,
    /// And that it is final.
    permanent: bool,
    words: String,
}

impl From<SmtpError> for Fault {
    fn from(error: SmtpError) -> Fault {
        let words: String = error.to_string().chars().filter(|c| !c.is_control()).take(300).collect();
        Fault { answered: error.status().is_some(), permanent: error.is_permanent(), words }
    }
}

impl Fault {
    fn of_ours(words: &str) -> Fault {
        Fault { answered: false, permanent: false, words: words.to_owned() }
    }
}

async fn step<T>(patience: Duration, work: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Fault> {
    match tokio::time::timeout(patience, work).await {
        Ok(done) => done.map_err(Fault::from),
        Err(_late) => Err(Fault::of_ours("no answer in time")),
    }
}

/// Connects, protects the connection as the settings say, and signs in.
async fn greet(settings: &MailSettings) -> Result<AsyncSmtpConnection, Fault> {
    let hello = ClientId::Domain(settings.from.email.domain().to_owned());
    let tls = || TlsParameters::new(settings.host.clone()).map_err(Fault::from);
    let from_the_start = if settings.tls == TlsMode::Tls { Some(tls()?) } else { None };
    let place = (settings.host.as_str(), settings.port);
    let patience = Some(settings.patience);
    let connect = AsyncSmtpConnection::connect_tokio1(place, patience, &hello, from_the_start, None);
    let mut connection = step(settings.patience, connect).await?;
    if settings.tls == TlsMode::StartTls {
        step(settings.patience, connection.starttls(tls()?, &hello)).await?;
    }
    if let Some((user, password)) = &settings.login {
        if !connection.is_encrypted() && !is_this_machine(&settings.host) {
            return Err(Fault::of_ours("a password is not sent over an unprotected connection"));
        }
        let credentials = Credentials::new(user.clone(), password.clone());
        step(settings.patience, connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)).await?;
    }
    Ok(connection)
}

/// Everything before the text: from whom, to whom, and that the text comes now.
async fn address(
    settings: &MailSettings,
    connection: &mut AsyncSmtpConnection,
    message: &Message,
) -> Result<(), Fault> {
    let envelope = message.envelope();
    step(settings.patience, connection.command(Mail::new(envelope.from().cloned(), vec![]))).await?;
    for to in envelope.to() {
        step(settings.patience, connection.command(Rcpt::new(to.clone(), vec![]))).await?;
    }
    step(settings.patience, connection.command(Data)).await?;
    Ok(())
}

/// Whether the name can only mean this very machine.
pub fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
