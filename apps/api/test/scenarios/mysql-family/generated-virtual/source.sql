CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT AS (a * 2) VIRTUAL, c INT AS (a / 0) VIRTUAL);
INSERT INTO t (id, a) SELECT seq, seq FROM seq_1_to_5;
