INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 6000) AS i;
