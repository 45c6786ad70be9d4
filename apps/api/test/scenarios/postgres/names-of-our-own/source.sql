INSERT INTO rows SELECT i, 'k' || i, i, 'd', i, 'd', 'h', 'r', 'v0', 't', 'b', 'v', i FROM generate_series(1, 50) AS i;
INSERT INTO t VALUES (1, 2), (10, 3), (9, 4);
INSERT INTO h VALUES ('a', 'b', 1), ('a', 'b', 1), ('c', 'd', 2);
