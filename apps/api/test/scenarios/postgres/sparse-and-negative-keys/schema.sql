CREATE TABLE t (id int8 PRIMARY KEY, v int);
