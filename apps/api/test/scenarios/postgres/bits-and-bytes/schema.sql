CREATE TABLE t (id int PRIMARY KEY, b bit(3), v varbit, x bytea);
CREATE TABLE keyed (id bytea PRIMARY KEY, b varbit);
