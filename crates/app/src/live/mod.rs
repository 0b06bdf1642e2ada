//! Live pages: hints that something changed, read from the database, so that every process hears of the writes of all.
//!
//! Triggers write the hints in the transaction of the change. [`after`] reads on from a place for one caller, by the very
//! conditions under which lists and details show things; [`last`] is the cheap question whether there is anything new.

use std::fmt;
use std::str::FromStr;

use luoshi_domain::policy::{Action, Reach};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, Ctx};
use crate::error::Error;
use crate::people::session::ACCESS_SECONDS;
use crate::reports::visible;
use crate::sql::{self, Filter, statement};
use crate::{bulletins, supervision, tasks};

/// More hints than this at once, and a page reads everything anew.
const MOST: usize = 200;

/// A place in the order of hints; what a stream sends as its event id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    xact: u64,
    number: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.xact, self.number)
    }
}

impl FromStr for Place {
    type Err = Error;

    fn from_str(text: &str) -> Result<Place, Error> {
        let parsed = text.split_once('-').and_then(|(xact, number)| {
            Some(Place { xact: xact.parse().ok()?, number: number.parse().ok().filter(|number| *number >= 0)? })
        });
        parsed.ok_or_else(|| Error::field("/Last-Event-ID", "unreadable", "续传位置无效，请重新连接"))
    }
}

/// Says that a thing changed; what it is now is asked for as always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hint {
    /// Kind of thing, e.g. `task`; `notification` for the caller's own messages, `board` for titles and lights of a plan.
    pub kind: String,
    /// Which one; of messages the caller.
    pub id: Uuid,
    /// The task to which it belongs.
    pub task_id: Option<Uuid>,
}

/// What one look brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// These things, each once, in the order of their last change.
    Hints(Vec<Hint>),
    /// So much that everything is to be read anew.
    Much,
}

/// The place up to which every transaction has ended.
pub async fn last(app: &App) -> Result<Place, Error> {
    let newest = "select jsonb_build_array(h.xact::text, h.id) as view from hint h
        where h.xact < pg_snapshot_xmin(pg_current_snapshot()) order by h.xact desc, h.id desc limit 1";
    let found: Option<(String, i64)> = sql::row(&app.db, statement(newest, [])).await?;
    Ok(found.map(|(xact, number)| Place { xact: xact.parse().unwrap_or_default(), number }).unwrap_or_default())
}

/// Whether everything after this place is still kept: one from before the kept hour or from another database is not.
pub async fn is_kept(app: &App, place: Place) -> Result<bool, Error> {
    let known = "select to_jsonb(exists (select 1 from hint where xact = $1::text::xid8 and id = $2)) as view";
    let known = statement(known, [place.xact.to_string().into(), place.number.into()]);
    Ok(place == last(app).await? || sql::row::<bool>(&app.db, known).await?.unwrap_or(false))
}

/// What changed between two places, as far as the caller may hear of it.
pub async fn between(ctx: &Ctx, after: Place, until: Place) -> Result<News, Error> {
    let mut filter = Filter::new();
    let (xact, number) = (filter.bind(after.xact.to_string()), filter.bind(after.number));
    filter.and_plain(&format!("(h.xact, h.id) > ({xact}::text::xid8, {number}::bigint)"));
    let (xact, number) = (filter.bind(until.xact.to_string()), filter.bind(until.number));
    filter.and_plain(&format!("(h.xact, h.id) <= ({xact}::text::xid8, {number}::bigint)"));
    let heard = heard(ctx, &mut filter);
    filter.and_plain(&heard);
    let hints: Vec<Hint> = sql::rows(&ctx.app.db, filter.apply(include_str!("hints.sql"))).await?;
    Ok(if hints.len() > MOST { News::Much } else { News::Hints(hints) })
}

/// The condition under which the caller hears of a hint: that of reading the thing itself.
fn heard(ctx: &Ctx, filter: &mut Filter) -> String {
    let me = filter.bind(ctx.actor.person);
    let mine = filter.bind(ctx.actor.organisation);
    let mut ways = vec![format!("h.kind = 'notification' and public.person_of(h.subject_id) = {me}")];
    for (kinds, right) in [
        ("'plan', 'measure', 'clause', 'board'", Action::PlanRead),
        ("'cycle'", Action::CycleRead),
        ("'organisation'", Action::OrganisationRead),
        ("'user'", Action::AccountRead),
    ] {
        if ctx.reach(right) != Reach::No {
            ways.push(format!("h.kind in ({kinds})"));
        }
    }
    let mut way = |kinds: &str, thing: &str, seen: String| {
        ways.push(format!("h.kind in ({kinds}) and {thing}.id is not null and ({seen})"));
    };
    way("'task', 'milestone'", "t", filter.aside(|filter| tasks::queries::visible_to(ctx, filter)));
    way("'report', 'evidence'", "r", visible::seen(ctx, filter, "r", "t"));
    way("'extension'", "x", tasks::extensions::queries::seen(ctx, filter, "x", "t"));
    way("'adjustment'", "j", tasks::extensions::queries::seen(ctx, filter, "j", "t"));
    way("'notice'", "n", supervision::queries::seen(ctx, filter));
    if ctx.reach(Action::BulletinRead) != Reach::No {
        way("'bulletin'", "l", bulletins::queries::seen(ctx).replace("b.", "l."));
    }
    way("'batch'", "b", filter.aside(|filter| tasks::batches::queries::visible_to(ctx, filter).clear()));
    match ctx.reach(Action::ContributionRead) {
        Reach::All => way("'contribution'", "c", "true".to_owned()),
        // The lead reads what was handed over to it.
        Reach::Org => way(
            "'contribution'",
            "c",
            format!("c.organisation_id = {mine} or c.state = 'SUBMITTED' and t.lead_org_id = {mine}"),
        ),
        Reach::Own | Reach::No => {}
    }
    ways.iter().map(|way| format!("({way})")).collect::<Vec<_>>().join(" or ")
}

/// Forgets hints that nobody needs any more.
pub(crate) async fn forget(app: &App) -> Result<(), Error> {
    sql::execute(&app.db, statement("delete from hint where at < clock_timestamp() - interval '1 hour'", [])).await?;
    Ok(())
}

/// Whether the person still uses the session: one whose token was not renewed for the idle time has gone away, and an open
/// stream is no use of it (domain.md 6.5).
pub async fn is_in_use(ctx: &Ctx) -> Result<bool, Error> {
    let idle = chrono::Duration::seconds(ACCESS_SECONDS) + chrono::Duration::minutes(ctx.app.settings.idle_minutes);
    let renewed = "select to_jsonb(max(issued_at) is null or max(issued_at) > $2) as view
        from refresh_token where session_id = $1";
    let asked = statement(renewed, [ctx.session.into(), (ctx.now - idle).into()]);
    Ok(sql::row::<bool>(&ctx.app.db, asked).await?.unwrap_or(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_what_it_writes() {
        let place = Place { xact: 812, number: 44 };
        assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in ["", "1", "a-b", "1-", "-1", "1--2", "1-2-3", "99999999999999999999999-1"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
