INSERT INTO t (id, a, b) VALUES (1, 5, 1), (2, 6, 2);
INSERT INTO whole (id, a) VALUES (1, 5);
