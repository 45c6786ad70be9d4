INSERT INTO t VALUES (1, 'a', true, 1.0), (2, 'b', false, 2), (3, NULL, NULL, NULL);
INSERT INTO keyed VALUES (1.5, 1), (2, 2);
