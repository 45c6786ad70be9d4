CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), b TEXT, c VARCHAR(20) CHARACTER SET ascii, d VARCHAR(20) CHARACTER SET ascii);
INSERT INTO t VALUES (1, CONCAT('a', X'FF'), 'b', NULL, ''), (2, UNHEX('FE'), NULL, NULL, ''), (3, NULL, UNHEX('FFFE'), NULL, ''), (4, 'x', 'y', CONCAT('a', X'FF'), 'b'), (5, 'x', 'y', X'FE', NULL);
