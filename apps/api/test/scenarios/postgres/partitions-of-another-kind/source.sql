INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 100) AS i;
