CREATE TABLE t (id int NOT NULL, code text NOT NULL UNIQUE, v int);
