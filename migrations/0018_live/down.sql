drop trigger task_is_hinted_at_on_the_board on task;
drop function hint_at_board();
drop trigger notification_is_hinted_at_when_changed on notification;
drop trigger notification_is_hinted_at_when_new on notification;
drop function hint_at_messages();
drop trigger audit_event_is_hinted_at on audit_event;
drop function hint_at_events();
drop table hint;
