INSERT INTO t SELECT i, date '2025-12-01' + i, 'v' || i FROM generate_series(1, 100) AS i;
