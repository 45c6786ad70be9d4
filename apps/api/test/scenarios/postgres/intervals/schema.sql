CREATE TABLE t (id int PRIMARY KEY, v interval);
CREATE TABLE keyed (id interval PRIMARY KEY, v int);
