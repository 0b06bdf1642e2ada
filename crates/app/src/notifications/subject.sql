with subject as (
    select 'task' as type, t.id, t.id as topic_id, t.id as task_id, null::uuid as report_id, null::uuid as cycle_id,
        null::text as cycle_name, t.lead_org_id, array[]::uuid[] as authors, t.code || ' ' || t.title as label,
        t.sign_off_due_on as due_on
    from task t
    where $1 = 'task' and t.id = $2
    union all
    select 'report', r.id, t.id, t.id, r.id, c.id, c.name, t.lead_org_id,
        array_remove(array[r.created_by, r.submitted_by, r.kept_by], null), t.code || ' ' || t.title || ' · ' || c.name, null
    from report r
    join task t on t.id = r.task_id
    join cycle c on c.id = r.cycle_id
    where $1 = 'report' and r.id = $2
    union all
    select 'extension', x.id, t.id, t.id, null, null, null, t.lead_org_id, array[x.created_by],
        t.code || ' ' || coalesce(m.title, t.title), x.asked_on
    from extension x
    join task t on t.id = x.task_id
    left join milestone m on m.id = x.milestone_id
    where $1 = 'extension' and x.id = $2
    union all
    select 'adjustment', x.id, t.id, t.id, null, null, null, t.lead_org_id, array[x.created_by], t.code || ' ' || t.title, null
    from adjustment x
    join task t on t.id = x.task_id
    where $1 = 'adjustment' and x.id = $2
    union all
    select 'notice', x.id, t.id, t.id, null, null, null, x.addressee_id, array_remove(array[x.created_by], null),
        concat_ws(' ', x.printed_number, t.code, t.title), coalesce(x.reply_by, x.meet_on)
    from notice x
    join task t on t.id = x.task_id
    where $1 = 'notice' and x.id = $2
    union all
    select 'annual_item', i.id, t.id, t.id, null, null, null, t.lead_org_id, array[]::uuid[],
        b.year || ' ' || t.code || ' ' || t.title, i.due_on
    from annual_item i
    join annual_book b on b.id = i.book_id
    join task t on t.id = i.task_id
    where $1 = 'annual_item' and i.id = $2
    union all
    -- Each unit is told once of all items that were issued to it together.
    select 'annual_book', b.id, b.id, null, null, null, null, t.lead_org_id, array[]::uuid[],
        b.year || '年折子工程 · ' || count(*) || ' 项', null
    from annual_book b
    join annual_item i on i.book_id = b.id
    join task t on t.id = i.task_id
    where $1 = 'annual_book' and b.id = $2
        and i.issued_at = (select max(e.issued_at) from annual_item e where e.book_id = b.id)
    group by b.id, t.lead_org_id
    union all
    select 'user', a.id, a.id, null, null, null, null, null, array[]::uuid[], a.name || ' · ' || o.short_name, null
    from account a
    join organisation o on o.id = a.organisation_id
    where $1 = 'user' and a.id = $2
)
