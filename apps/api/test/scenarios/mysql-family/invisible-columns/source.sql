CREATE TABLE t (id INT PRIMARY KEY, v INT, secret VARCHAR(10) INVISIBLE DEFAULT 'x');
INSERT INTO t (id, v) SELECT seq, seq FROM seq_1_to_5;
UPDATE t SET secret = 'kept' WHERE id = 2;
