INSERT INTO t VALUES (1, 'x', NULL, 'y'), (2, 'ab', 'c', ''), (3, '', 'abc', '');
