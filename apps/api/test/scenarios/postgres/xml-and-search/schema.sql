CREATE TABLE t (id int PRIMARY KEY, x xml, v tsvector, q tsquery);
