INSERT INTO t VALUES ('a.b', 1), ('a.b.c', 2), ('a', 3);
