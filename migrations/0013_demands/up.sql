-- Which reports a cycle asks for: one row per task, kept while the cycle runs and left as it is once the due day passed.

alter table cycle add column basis text not null default 'OPEN' check (basis in ('OPEN', 'RED'));
-- The day on which the red tasks were listed; null for other cycles and until the window of this one opens.
alter table cycle add column fixed_on date;
alter table cycle add column automatic boolean not null default false;

create table demand (
    cycle_id uuid not null references cycle,
    task_id uuid not null references task,
    asked_at timestamptz not null,
    -- Later than the cycle's own; null: the cycle's.
    due_on date,
    primary key (cycle_id, task_id)
);
create index demand_by_task on demand (task_id);

insert into demand (cycle_id, task_id, asked_at)
select c.id, t.id, (c.opens_on::timestamp at time zone 'Asia/Shanghai')
from cycle c
join task t on t.plan_id = c.plan_id
where exists (select 1 from report r where r.cycle_id = c.id and r.task_id = t.id)
    or t.state = 'IN_PROGRESS' and t.start_on <= c.period_to and t.signed_on <= c.due_on;

create table deadline_move (
    id uuid primary key,
    cycle_id uuid not null references cycle,
    -- Null: everybody's.
    organisation_id uuid references organisation,
    due_on_before date not null,
    due_on date not null,
    reason text not null check (reason <> ''),
    moved_by uuid references account,
    moved_at timestamptz not null
);
create index deadline_move_by_cycle on deadline_move (cycle_id, moved_at);
create trigger deadline_move_is_append_only before update or delete on deadline_move
    for each row execute function refuse_change();

-- What the office agreed with one unit about its reports, until it is ended.
create table reporting_exception (
    id uuid primary key,
    plan_id uuid not null references plan,
    organisation_id uuid not null references organisation,
    rule text not null check (rule in ('EXEMPT', 'LATER', 'LESS_OFTEN')),
    extra_days integer check (extra_days between 1 and 60),
    frequency text check (frequency in ('HALF_YEAR', 'YEAR')),
    reason text not null check (reason <> ''),
    created_by uuid references account,
    created_at timestamptz not null,
    ended_by uuid references account,
    ended_at timestamptz,
    version integer not null default 1,
    check ((rule = 'LATER') = (extra_days is not null)),
    check ((rule = 'LESS_OFTEN') = (frequency is not null))
);
create unique index reporting_exception_once on reporting_exception (plan_id, organisation_id) where ended_at is null;

-- Which cycles of a plan open by themselves; a plan without a row follows the defaults.
create table reporting_rhythm (
    plan_id uuid primary key references plan,
    opens_quarters boolean not null,
    opens_months boolean not null,
    opens_years boolean not null,
    updated_by uuid references account,
    updated_at timestamptz not null,
    version integer not null
);
