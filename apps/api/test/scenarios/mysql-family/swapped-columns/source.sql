CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(10), d VARCHAR(10));
INSERT INTO t VALUES (1, 1, 2, 'x', 'y'), (2, 5, 5, 'k', 'l'), (3, 12, 3, '', '');
