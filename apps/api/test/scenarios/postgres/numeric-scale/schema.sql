CREATE TABLE t (id int PRIMARY KEY, v numeric, w numeric(10, 4));
