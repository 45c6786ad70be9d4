CREATE TABLE other (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, c regclass, y regtype, o oid, n name, k "char");
