CREATE TABLE t (id int PRIMARY KEY, v varchar(20), x text, c char(6));
