INSERT INTO t SELECT (i - 50) * 100000000000, i FROM generate_series(1, 100) AS i;
