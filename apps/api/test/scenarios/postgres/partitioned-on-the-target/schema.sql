CREATE TABLE t (id int PRIMARY KEY, region text NOT NULL, v text);
