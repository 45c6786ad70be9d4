INSERT INTO t SELECT i, CASE WHEN i % 3 = 0 THEN 'a' ELSE 'b' END, 'v' || i FROM generate_series(1, 200) AS i;
