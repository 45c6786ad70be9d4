CREATE TABLE t (id int PRIMARY KEY, v text);
CREATE TABLE keyed (id text PRIMARY KEY, v int);
