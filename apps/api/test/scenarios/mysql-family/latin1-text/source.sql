CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), w TEXT) CHARACTER SET latin1;
INSERT INTO t VALUES (1, _latin1 X'E9', 'a'), (2, _latin1 X'80', 'a'), (3, _latin1 X'81', 'a'), (4, 'a', _latin1 X'FF');
