CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), b VARCHAR(10), c VARCHAR(10), d INT, e INT);
INSERT INTO t VALUES (1, NULL, 'x', 'y', NULL, 1), (2, '', NULL, NULL, 1, NULL), (3, NULL, NULL, 'z', 1, 1), (4, 'x', 'x', NULL, NULL, NULL), (5, 'k', 'k', 'k', 1, NULL);
