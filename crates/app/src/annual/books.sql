-- Which books match, latest year first, and what does the caller see in each?
select jsonb_build_object(
    'id', b.id,
    'plan', jsonb_build_object('id', p.id, 'short_title', p.short_title),
    'year', b.year,
    'automatic', b.automatic,
    'drawn_up_at', b.drawn_up_at,
    'items', n.items,
    'drafts', n.drafts,
    'without_target', n.without_target,
    'waiting', n.waiting,
    'closed', n.closed,
    'issued_at', n.issued_at,
    'rolled_in', (
        select count(*)
        from annual_item i
        join annual_book e on e.id = i.book_id
        join task t on t.id = i.task_id
        where e.plan_id = b.plan_id and e.year < b.year and b.year <= /*this_year*/
            and i.rolled_over_on is not null
            and extract(year from i.rolled_over_on) <= b.year
            and (i.ended_on is null or extract(year from i.ended_on) >= b.year)
            and (/*seen*/)),
    'version', b.version
) as view
from annual_book b
join plan p on p.id = b.plan_id
cross join lateral (
    select count(*) as items,
        count(*) filter (where i.state = 'DRAFT') as drafts,
        count(*) filter (where i.state = 'DRAFT' and i.target = '') as without_target,
        count(*) filter (where i.state = 'PENDING_CLOSURE') as waiting,
        count(*) filter (where i.state = 'CLOSED') as closed,
        max(i.issued_at) as issued_at
    from annual_item i
    join task t on t.id = i.task_id
    where i.book_id = b.id
        and (/*seen*/)) n
where /*where*/
order by b.year desc, b.id desc
limit /*limit*/
