INSERT INTO t (id, a) VALUES (1, 5), (2, 6), (3, NULL);
INSERT INTO p (id, a) VALUES (1, 5), (2, 6);
UPDATE t SET a = 7 WHERE id = 1;
