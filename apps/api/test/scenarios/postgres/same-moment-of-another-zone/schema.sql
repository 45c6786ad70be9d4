CREATE TABLE t (id int PRIMARY KEY, v timetz);
CREATE TABLE keyed (id timetz PRIMARY KEY, v int);
