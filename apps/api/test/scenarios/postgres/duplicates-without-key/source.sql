INSERT INTO t SELECT 1, 'x' FROM generate_series(1, 5);
INSERT INTO t VALUES (2, NULL), (2, NULL), (3, '');
