CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) NOT NULL, b VARCHAR(20) NOT NULL);
INSERT INTO t VALUES (1, 'a,', 'b'), (2, 'a#', 'b'), (3, 'ab', 'c'), (4, '', 'abc'), (5, 'a|b', 'c'), (6, 'x\0', 'y'), (7, '1,1', ''), (8, ',', ',,');
