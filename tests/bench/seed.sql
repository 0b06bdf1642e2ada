-- Makes a ledger of any size from the demonstration: psql -v tasks=5000 -v reports=100000 -v days=730 -f seed.sql
-- Every added row copies a real one, so that lengths and shares stay those of real work.
set client_min_messages = warning;
begin;

create temporary table pattern as
select t as task, t.id, row_number() over (order by t.code) as ord, count(*) over () as patterns
from task t
join plan p on p.id = t.plan_id
where p.state = 'ACTIVE' and t.state not in ('DRAFT', 'CANCELLED');

create temporary table copy as
select p.id as of, p.task, gen_random_uuid() as id, n
from generate_series(1, greatest(0, :tasks - (select count(*) from task))) n
join pattern p on p.ord = 1 + n % p.patterns;
create index on copy (of);

insert into task
select (jsonb_populate_record(c.task, jsonb_build_object(
    'id', c.id, 'code', (c.task).code || '-' || c.n, 'title', (c.task).title || c.n,
    'closing_number', case when (c.task).closing_number is not null then 'B' || c.n end))).*
from copy c;

insert into task_organisation
select (jsonb_populate_record(d, jsonb_build_object('task_id', c.id))).*
from copy c
join task_organisation d on d.task_id = c.of;

insert into task_clause
select (jsonb_populate_record(k, jsonb_build_object('task_id', c.id))).*
from copy c
join task_clause k on k.task_id = c.of;

insert into milestone
select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'task_id', c.id))).*
from copy c
join milestone m on m.task_id = c.of;

-- Months before the plan give every task as many reports as were asked for.
insert into cycle
select (jsonb_populate_record(y.cycle, jsonb_build_object(
    'id', gen_random_uuid(), 'kind', 'MONTH', 'name', to_char(month, 'YYYY年FMMM月'), 'period_from', month::date,
    'period_to', (month + interval '1 month - 1 day')::date, 'opens_on', (month + interval '24 days')::date,
    'due_on', (month + interval '37 days')::date, 'baseline_due_on', (month + interval '37 days')::date))).*
from (
    select c as cycle from cycle c join plan p on p.id = c.plan_id where p.state = 'ACTIVE' and c.kind = 'QUARTER'
    order by c.period_from limit 1) y
cross join generate_series(timestamp '2019-01-01', timestamp '2023-12-01', interval '1 month') month
on conflict do nothing;

insert into demand (cycle_id, task_id, asked_at)
select d.cycle_id, c.id, d.asked_at
from copy c
join demand d on d.task_id = c.of;

insert into report
select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'task_id', c.id))).*
from copy c
join report r on r.task_id = c.of;

insert into report
select (jsonb_populate_record(r.report, jsonb_build_object(
    'id', gen_random_uuid(), 'task_id', w.task_id, 'cycle_id', w.cycle_id, 'revision', 1))).*
from (
    select t.id as task_id, y.id as cycle_id, row_number() over (order by y.period_from desc, t.code) as n
    from task t
    join cycle y on y.plan_id = t.plan_id and y.period_to < date '2024-01-01'
    where t.state <> 'DRAFT') w
join (
    select r as report, row_number() over (order by r.id) as ord, count(*) over () as reports
    from report r
    where r.state = 'APPROVED') r on r.ord = 1 + w.n % r.reports
where w.n <= :reports - (select count(*) from report);

insert into snapshot (plan_id, day, kind, taken_at)
select p.id, day::date, 'DAILY', day
from plan p
cross join generate_series(current_date - :days, current_date - 1, interval '1 day') day
where p.state = 'ACTIVE'
on conflict do nothing;

insert into snapshot_task (plan_id, day, task_id, code, title, state, light, reasons, lead_org_id, due_on, days_late, accepted_weight)
select t.plan_id, s.day, t.id, t.code, t.title, t.state, t.light, t.light_reasons, t.lead_org_id, t.due_on, t.days_late,
    t.accepted_weight
from snapshot s
join task t on t.plan_id = s.plan_id and t.state <> 'DRAFT'
on conflict do nothing;

commit;
vacuum analyze;
select json_build_object(
    'tasks', (select count(*) from task), 'milestones', (select count(*) from milestone),
    'reports', (select count(*) from report), 'days', (select count(*) from snapshot),
    'rows of snapshots', (select count(*) from snapshot_task));
