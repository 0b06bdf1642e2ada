drop index step_by_behalf;
drop index step_by_actor;
