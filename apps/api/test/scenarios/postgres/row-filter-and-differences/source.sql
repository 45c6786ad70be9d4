INSERT INTO t SELECT i, i - 50, 'w' FROM generate_series(1, 100) AS i;
INSERT INTO keyless SELECT i / 2, i - 50 FROM generate_series(1, 100) AS i;
