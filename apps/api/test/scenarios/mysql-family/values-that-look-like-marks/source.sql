CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b TEXT, c MEDIUMTEXT);
INSERT INTO t VALUES (1, '1,1', 'a', NULL), (2, '@', NULL, ''), (3, NULL, 'x', SHA1('x')), (4, '1,2,3', '', 'y'), (5, '-', NULL, NULL), (6, '2', '1,', 'z');
