drop table phone_call;
