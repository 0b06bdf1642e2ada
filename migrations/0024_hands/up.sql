-- Separated duties: whatever somebody took part in, in their own name or in somebody else's, is found by the person.

create index step_by_actor on step (actor_id);
create index step_by_behalf on step (on_behalf_of) where on_behalf_of is not null;
