INSERT INTO t SELECT i, i - 50 FROM generate_series(1, 100) AS i;
INSERT INTO u SELECT * FROM t;
