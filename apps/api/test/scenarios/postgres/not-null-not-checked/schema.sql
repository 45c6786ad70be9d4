CREATE TABLE t (id int UNIQUE, v int);
CREATE TABLE two (a int, b int NOT NULL, v int, UNIQUE (a, b));
