INSERT INTO t SELECT i, i FROM generate_series(1, 100) AS i;
