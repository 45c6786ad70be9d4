CREATE TABLE t (id int PRIMARY KEY, v int, w int);
CREATE TABLE whole (id int PRIMARY KEY, v int);
