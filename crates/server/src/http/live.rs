//! Open streams of server-sent events: one look a second for the whole process, and a question of rights for each stream
//! only when there is something new.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};
use luoshi_app::app::{App, Ctx, RequestFacts};
use luoshi_app::error::Error;
use luoshi_app::live::{self, News, Place};
use luoshi_app::people::session;
use tokio::sync::watch;
use tokio::time::timeout;
use uuid::Uuid;

/// Streams of one person at once (trust.md T22).
const MOST: usize = 3;
/// Between two looks into the database.
const LOOK: Duration = Duration::from_secs(1);
/// A quiet stream says at least so often that it lives, and looks whether its session does.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What all streams of this process share.
pub struct Live {
    open: Mutex<HashMap<Uuid, usize>>,
    newest: watch::Sender<Place>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Live {
        Live { open: Mutex::default(), newest: watch::Sender::new(Place::default()), closed: watch::Sender::new(false) }
    }
}

/// A seat among the streams of a person; giving it up makes room for another.
struct Seat {
    live: Arc<Live>,
    account: Uuid,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.live.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.account);
            }
        }
    }
}

impl Live {
    /// Ends every stream, so that the server can stop.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    fn seat(self: &Arc<Live>, account: Uuid) -> Result<Seat, Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(account).or_default();
        if *count >= MOST {
            return Err(Error::TooManyStreams { most: MOST });
        }
        *count += 1;
        Ok(Seat { live: Arc::clone(self), account })
    }

    /// Looks for news as long as somebody listens; the first listener starts it.
    fn watch(self: &Arc<Live>, app: &Arc<App>) -> watch::Receiver<Place> {
        let _open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let first = self.newest.receiver_count() == 0;
        let listener = self.newest.subscribe();
        if first {
            let (live, app) = (Arc::clone(self), Arc::clone(app));
            tokio::spawn(async move { live.look(&app).await });
        }
        listener
    }

    async fn look(self: Arc<Live>, app: &App) {
        loop {
            match live::last(app).await {
                Ok(place) => {
                    self.newest.send_if_modified(|newest| {
                        let moved = *newest != place;
                        *newest = place;
                        moved
                    });
                }
                Err(error) => tracing::warn!(?error, "live.look_failed"),
            }
            tokio::time::sleep(LOOK).await;
            // The lock keeps a first listener from coming while the last look is taken.
            let _open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if self.newest.receiver_count() == 0 || *self.closed.borrow() {
                return;
            }
        }
    }
}

/// One stream of a person.
struct Reader {
    app: Arc<App>,
    session: Uuid,
    place: Place,
    greeting: Option<String>,
    newest: watch::Receiver<Place>,
    closed: watch::Receiver<bool>,
    _seat: Seat,
}

/// Opens a stream that begins after the place of the last event the caller has seen, or now.
pub async fn open(
    live: &Arc<Live>,
    ctx: &Ctx,
    last_seen: Option<Place>,
) -> Result<impl Stream<Item = Result<Bytes, std::io::Error>> + use<>, Error> {
    let session = ctx.session.ok_or(Error::Unauthenticated)?;
    let seat = live.seat(ctx.actor.person)?;
    let kept = match last_seen {
        Some(place) if live::is_kept(&ctx.app, place).await? => Some(place),
        _ => None,
    };
    let place = match kept {
        Some(place) => place,
        None => live::last(&ctx.app).await?,
    };
    // Who was away too long is told to read everything anew.
    let word = if last_seen.is_some() && kept.is_none() { "reset" } else { "ready" };
    let greeting = Some(format!("retry: 3000\nid: {place}\nevent: {word}\ndata: {{}}\n\n"));
    let newest = live.watch(&ctx.app);
    let reader = Reader {
        app: Arc::clone(&ctx.app),
        session,
        place,
        greeting,
        newest,
        closed: live.closed.subscribe(),
        _seat: seat,
    };
    Ok(stream::unfold(reader, |mut reader| async move {
        let text = reader.next().await?;
        Some((Ok(Bytes::from(text)), reader))
    }))
}

impl Reader {
    /// The next piece of the stream; `None` ends it.
    async fn next(&mut self) -> Option<String> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            if *self.closed.borrow() {
                return None;
            }
            let waited = tokio::select! {
                _ = self.closed.wait_for(|closed| *closed) => return None,
                waited = timeout(HEARTBEAT, async {
                    let place = self.place;
                    self.newest.wait_for(|newest| *newest != place).await.map(|_| ())
                }) => waited,
            };
            // The caller anew each time: who signed out, was disabled or lost a right hears nothing more.
            let ctx = session::caller(&self.app, self.session, RequestFacts::default()).await.ok()?;
            match waited {
                Err(_quiet) if !live::is_in_use(&ctx).await.ok()? => return None,
                Err(_quiet) => return Some(": alive\n\n".to_owned()),
                Ok(Err(_gone)) => return None,
                Ok(Ok(())) => {}
            }
            let until = *self.newest.borrow();
            if until <= self.place {
                // The newest place moved back: hints were forgotten. Nothing to tell.
                self.place = until;
                continue;
            }
            let news = live::between(&ctx, self.place, until).await.ok()?;
            self.place = until;
            match news {
                News::Hints(hints) if hints.is_empty() => {}
                News::Hints(hints) => {
                    let data = serde_json::to_string(&hints).ok()?;
                    return Some(format!("id: {until}\nevent: changed\ndata: {data}\n\n"));
                }
                News::Much => return Some(format!("id: {until}\nevent: reset\ndata: {{}}\n\n")),
            }
        }
    }
}
