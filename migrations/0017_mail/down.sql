alter table notification drop column mail_id;
drop table mail;
drop table mail_setting;
