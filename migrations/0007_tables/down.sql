drop table export;
drop table table_import_line;
drop table table_import;
