CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20));
INSERT INTO t VALUES (1, 'a b'), (2, 'ab'), (3, 'ab'), (4, 'a'), (5, 'a\nb');
