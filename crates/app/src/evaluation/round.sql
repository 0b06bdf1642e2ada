-- What may be known of this round? $1 is the caller, $2 whether they run it, $3 the round.
select jsonb_build_object(
    'id', r.id,
    'plan_id', r.plan_id,
    'kind', r.kind,
    'name', r.name,
    'state', r.state,
    'commissioning', jsonb_build_object('id', c.id, 'name', c.name, 'short_name', c.short_name),
    'agency', case when a.id is not null then
        jsonb_build_object('id', a.id, 'name', a.name, 'short_name', a.short_name) end,
    'measures', (select count(*) from evaluation_round_measure s where s.round_id = r.id),
    'freeze_at', r.freeze_at,
    'scoring_until', r.scoring_until,
    'comments_until', r.comments_until,
    'frozen_at', r.frozen_at,
    'released_at', r.released_at,
    'mine', case when m.account_id is not null or r.lead_id = $1 then jsonb_build_object(
        'is_lead', coalesce(r.lead_id = $1, false),
        'from_on', m.from_on,
        'to_on', m.to_on,
        'declared_at', m.declared_at,
        'sheets', own.sheets,
        'submitted', own.submitted) end,
    'version', r.version,
    'scope', coalesce((
        select jsonb_agg(jsonb_build_object('id', e.id, 'number', e.number, 'title', e.title, 'short_title', e.short_title)
            order by e.ord)
        from evaluation_round_measure s
        join measure e on e.id = s.measure_id
        where s.round_id = r.id), '[]'),
    'criteria', r.criteria,
    'criteria_version', r.criteria_version,
    'criteria_locked_at', r.criteria_locked_at,
    'rules', r.rules,
    'frozen_hash', r.frozen_hash,
    'release_hash', r.release_hash,
    'commissioner_evaluated', coalesce((
        select jsonb_agg(e.number order by e.ord)
        from evaluation_round_measure s
        join measure e on e.id = s.measure_id
        where s.round_id = r.id and e.number is not null and exists (
            select 1 from task t
            where t.measure_id = e.id and t.lead_org_id = r.commissioning_org_id and t.state <> 'DRAFT')), '[]'),
    'team', case when $2 or r.lead_id = $1 then jsonb_build_object(
        'lead', (
            select jsonb_build_object('id', p.id, 'name', p.name, 'organisation', o.short_name)
            from account p join organisation o on o.id = p.organisation_id
            where p.id = r.lead_id),
        'selection', r.selection,
        'members', coalesce((
            select jsonb_agg(jsonb_build_object(
                'person', jsonb_build_object('id', p.id, 'name', p.name, 'organisation', o.short_name),
                'speciality', n.speciality, 'from_on', n.from_on, 'to_on', n.to_on, 'declared_at', n.declared_at)
                order by n.speciality, p.name, p.id)
            from evaluation_member n
            join account p on p.id = n.account_id
            join organisation o on o.id = p.organisation_id
            where n.round_id = r.id), '[]')) end,
    'history', coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', s.id, 'at', s.at, 'action', s.action, 'from_state', s.from_state, 'to_state', s.to_state,
            'comment', s.comment, 'reason_codes', s.reason_codes,
            'actor', jsonb_build_object('id', s.actor_id, 'name', s.actor_name, 'organisation', s.actor_organisation))
            order by s.at desc, s.id desc)
        from step s
        where s.subject_type = 'round' and s.subject_id = r.id), '[]'),
    'facts', jsonb_build_object(
        'lead_id', r.lead_id,
        'has_selection', r.selection is not null,
        'members', (select count(*) from evaluation_member n where n.round_id = r.id),
        'undeclared', (
            select count(distinct g.account_id)
            from evaluation_assignment g
            join evaluation_member n on n.round_id = g.round_id and n.account_id = g.account_id
            where g.round_id = r.id and g.state = 'ACTIVE' and n.declared_at is null))
) as view
from evaluation_round r
join organisation c on c.id = r.commissioning_org_id
left join organisation a on a.id = r.agency_org_id
left join evaluation_member m on m.round_id = r.id and m.account_id = $1
cross join lateral (
    select count(*) as sheets, count(*) filter (where s.state = 'SUBMITTED') as submitted
    from evaluation_assignment g
    join scoresheet s on s.assignment_id = g.id
    where g.round_id = r.id and g.account_id = $1 and g.state = 'ACTIVE'
) own
where r.id = $3
