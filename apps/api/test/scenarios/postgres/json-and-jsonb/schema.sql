CREATE TABLE t (id int PRIMARY KEY, j json, b jsonb);
