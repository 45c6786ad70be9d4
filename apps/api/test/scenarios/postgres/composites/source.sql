INSERT INTO t VALUES (1, ROW('x', 1), ARRAY[ROW('y', 2)::place]), (2, ROW(NULL, NULL), '{}'), (3, NULL, NULL), (4, ROW('', 0), '{}');
