    coalesce((
        select jsonb_agg(jsonb_build_object(
            'organisation', public.organisation_on(o.id, public.day_of(c.submitted_at)),
            'duty', d.duty,
            'id', c.id,
            'state', coalesce(c.state, 'NOT_STARTED'),
            'progress', case when open.words then c.progress end,
            'problems', case when open.words then c.problems end,
            'files', case when open.words then /*files*/ else '[]' end,
            'asked_at', c.asked_at,
            'asked_times', coalesce(c.asked_times, 0),
            'waive_reason', c.waive_reason,
            'submitted_at', c.submitted_at,
            'submitted_by', case when ca.id is null then null else
                jsonb_build_object('id', ca.id, 'name', ca.name, 'organisation', public.organisation_short_on(co.id, public.day_of(c.submitted_at))) end,
            'taken_at', c.taken_at,
            'version', c.version) order by d.duty, d.ord, o.sort_order, o.id)
        from (
            select p.organisation_id, p.duty, p.ord
            from task_organisation p
            where p.task_id = t.id
            union all
            -- Who took part and no longer does keeps its words here.
            select x.organisation_id, 'SUPPORTING', 1000
            from contribution x
            where x.task_id = t.id and x.cycle_id = r.cycle_id
                and not exists (
                    select 1 from task_organisation p where p.task_id = t.id and p.organisation_id = x.organisation_id)
        ) d
        join organisation o on o.id = d.organisation_id
        left join contribution c
            on c.task_id = t.id and c.cycle_id = r.cycle_id and c.organisation_id = d.organisation_id
        left join account ca on ca.id = c.submitted_by
        left join organisation co on co.id = ca.organisation_id
        cross join lateral (select c.state = 'SUBMITTED' or c.organisation_id = /*mine*/ as words) open), '[]')
