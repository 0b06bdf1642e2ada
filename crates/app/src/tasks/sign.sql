-- Signs for task $1 on day $3 with the liaison named in $2: the person of the unit whose name the words begin with, where
-- there is exactly one.
update task t
set liaison = $2,
    liaison_id = (
        select min(a.id::text)::uuid
        from account a
        where a.organisation_id = t.lead_org_id and a.disabled_at is null and starts_with($2::text, a.name)
            and substr($2::text, char_length(a.name) + 1, 1) in ('', ' ', '　', '(', '（', ',', '，', '、', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
        having count(*) = 1),
    signed_on = $3,
    sign_off_due_on = null
where t.id = $1
