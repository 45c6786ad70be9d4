CREATE EXTENSION hstore;
CREATE TABLE t (id int PRIMARY KEY, v hstore);
