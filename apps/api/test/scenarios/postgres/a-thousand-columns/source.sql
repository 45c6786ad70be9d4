INSERT INTO t (id, c1, c999) VALUES (1, 1, 2), (2, 3, 4);
