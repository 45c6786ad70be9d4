CREATE TABLE t (id INT PRIMARY KEY, v ENUM('a', 'b'));
INSERT INTO t VALUES (1, 'a'), (2, 'b');
