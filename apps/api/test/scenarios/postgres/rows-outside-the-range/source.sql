INSERT INTO t SELECT i, i FROM generate_series(100, 200) AS i;
