-- Begins the part of organisation $4 in task $2 for cycle $3 with the words it submitted last; where the lead asked, the
-- part is there already.
insert into contribution (id, task_id, cycle_id, organisation_id, state, progress, problems, created_at, updated_at)
select $1, $2, $3, $4, 'DRAFT', coalesce(p.progress, ''), coalesce(p.problems, ''), $5, $5
from cycle y
left join lateral (
    select c.progress, c.problems
    from contribution c
    join cycle cy on cy.id = c.cycle_id
    where c.task_id = $2 and c.organisation_id = $4 and c.state = 'SUBMITTED' and cy.period_to < y.period_to
    order by cy.period_to desc
    limit 1) p on true
where y.id = $3
on conflict (task_id, cycle_id, organisation_id) do update
set state = 'DRAFT', progress = excluded.progress, problems = excluded.problems, updated_at = excluded.updated_at,
    version = contribution.version + 1
