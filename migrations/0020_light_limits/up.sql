-- Lights complete: limits of the rules per plan, numbers to reach, and the day on which a light turns by itself.

-- The limits of the light rules, one row per decision; a plan without a row in force follows the defaults. The latest
-- decision whose day has come holds.
create table light_limits (
    plan_id uuid not null references plan,
    version integer not null check (version > 0),
    grace_days integer not null check (grace_days between 0 and 60),
    soon_days integer not null check (soon_days between 0 and 60),
    lag_points integer not null check (lag_points between 1 and 100),
    lag_red_points integer not null check (lag_red_points between 1 and 100),
    missed_reports integer not null check (missed_reports between 2 and 12),
    effective_on date not null,
    reason text not null check (reason <> ''),
    set_by uuid not null references account,
    set_at timestamptz not null,
    primary key (plan_id, version),
    check (lag_points <= lag_red_points)
);
create trigger light_limits_is_append_only before update or delete on light_limits
    for each row execute function refuse_change();

alter table task
    -- What it counts: unit, baseline, target and the points of its schedule; null for a task of milestones alone.
    add column quantity jsonb,
    -- The first day on which the light is another one if nothing happens, and that light; null when it stays.
    add column light_next jsonb,
    -- Version of the limits that judged it; 0: the defaults.
    add column light_limits_version integer not null default 0,
    -- 三值对照 as last judged: what the unit claims, what the office accepted, what the schedule expects.
    add column progress jsonb;

-- 量化值: what the unit counted by the end of the period, from the start of the task.
alter table report add column quantity numeric(18, 2);
