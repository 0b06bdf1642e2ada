//! The worker: a round of upkeep every minute and a look into the outbox of mails, beside the server or in a process of its
//! own.

use std::sync::Arc;
use std::time::Duration;

use luoshi_app::app::App;
use luoshi_app::{mail, upkeep};

/// Between two rounds; lights turn at most this long after midnight in Shanghai.
const EVERY: Duration = Duration::from_mins(1);
/// Between two looks into the outbox.
const MAILS_EVERY: Duration = Duration::from_secs(10);

/// Works until the task is dropped; a round that could not be finished is tried again with the next.
pub async fn run(app: Arc<App>) {
    // Side by side: a mail server that hangs holds nothing else up.
    tokio::join!(upkeep(&app), mails(&app));
}

async fn mails(app: &Arc<App>) {
    loop {
        if let Err(error) = mail::round(app).await {
            tracing::error!(?error, "mail.round_failed");
        }
        tokio::time::sleep(MAILS_EVERY).await;
    }
}

async fn upkeep(app: &Arc<App>) {
    loop {
        match upkeep::round(app).await {
            Ok(run) if run.tasks > 0 => tracing::info!(tasks = run.tasks, changed = run.changed, "lights.reevaluated"),
            Ok(_) => {}
            Err(error) => tracing::error!(?error, "upkeep.failed"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
