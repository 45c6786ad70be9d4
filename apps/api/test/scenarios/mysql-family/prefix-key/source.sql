CREATE TABLE t (k TEXT NOT NULL, v INT, PRIMARY KEY (k(5)));
INSERT INTO t VALUES ('abcdefg', 1), ('abcdxyz', 2), ('b', 3);
