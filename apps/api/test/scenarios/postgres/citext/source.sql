INSERT INTO t VALUES (1, 'Ada', '{Ada}'), (2, 'bob', '{bob}');
INSERT INTO keyed VALUES ('Ada', 1), ('bob', 2), ('Émile', 3);
