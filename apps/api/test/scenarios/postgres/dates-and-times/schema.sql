CREATE TABLE t (id int PRIMARY KEY, z timestamptz, s timestamp, d date, c timetz, h time(3));
