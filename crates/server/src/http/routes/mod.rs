//! The routes, a file per area; each handler extracts, calls one function of the house, and wraps its answer.

pub mod adjustments;
pub mod annual;
pub mod audit;
pub mod batches;
pub mod bulletins;
pub mod calendar;
pub mod closing;
pub mod contributions;
pub mod cycles;
pub mod dashboard;
pub mod delegations;
pub mod evaluation;
pub mod evidence;
pub mod extensions;
pub mod limits;
pub mod live;
pub mod mail;
pub mod notifications;
pub mod people;
pub mod plans;
pub mod previews;
pub mod reports;
pub mod search;
pub mod session;
pub mod setup;
pub mod supervision;
pub mod tables;
pub mod tasks;
pub mod work;

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Everything under `/api/v1`; a route that is not here does not exist.
pub fn configure(config: &mut ServiceConfig<'_>) {
    let api = scope("/api/v1");
    let api = api.configure(session::configure).configure(setup::configure).configure(people::configure);
    let api = api.configure(delegations::configure).configure(plans::configure).configure(tasks::configure);
    let api = api.configure(batches::configure).configure(limits::configure).configure(extensions::configure);
    let api = api.configure(adjustments::configure).configure(closing::configure).configure(reports::configure);
    let api = api.configure(contributions::configure).configure(evidence::configure).configure(previews::configure);
    let api = api.configure(calendar::configure).configure(cycles::configure).configure(annual::configure);
    let api = api.configure(audit::configure).configure(work::configure).configure(dashboard::configure);
    let api = api.configure(search::configure).configure(supervision::configure).configure(notifications::configure);
    let api = api.configure(mail::configure).configure(live::configure).configure(tables::configure);
    let api = api.configure(bulletins::configure);
    let api = api.configure(evaluation::configure);
    config.service(api);
}
