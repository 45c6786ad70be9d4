INSERT INTO t SELECT i, 'v' || i, 'u' || i FROM generate_series(1, 300) AS i;
