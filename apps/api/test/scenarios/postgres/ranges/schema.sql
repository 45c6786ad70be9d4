CREATE TABLE t (id int PRIMARY KEY, r numrange, m int4multirange, d daterange);
CREATE TABLE keyed (id int4range PRIMARY KEY, v int);
