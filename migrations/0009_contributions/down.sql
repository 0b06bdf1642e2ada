drop table contribution_file;
drop table contribution;
