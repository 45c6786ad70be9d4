INSERT INTO t SELECT i % 3, 'k' || i % 5, date '2026-01-01' + i, i FROM generate_series(1, 300) AS i;
