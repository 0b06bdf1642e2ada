//! Silence is consent (domain.md 2.8): recorded by the house once the day for an answer has passed.

use luoshi_domain::calendar::shanghai_today;

use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};

/// Records the consent of every supporting organisation that kept silent, each with an event of its own in the audit
/// trail; safe to call as often as one likes and from several processes.
pub async fn consent(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let silent = "with silent as (
            update closure_support s
            set state = 'SILENT', answered_at = $1
            from closure c
            where c.id = s.closure_id and c.outcome is null and s.state = 'ASKED' and s.due_on < $2
            returning c.task_id, s.organisation_id)
        insert into audit_event (id, at, actor_login, actor_name, action, object_type, object_id, object_label, outcome, detail)
        select gen_random_uuid(), $1, 'system', '系统', 'task.consent_by_silence', 'task', t.id, t.code || ' ' || t.title,
            'SUCCESS', jsonb_build_object('organisation', s.organisation_id)
        from silent s
        join task t on t.id = s.task_id";
    sql::execute(&app.db, statement(silent, [now.into(), shanghai_today(now).into()])).await
}
