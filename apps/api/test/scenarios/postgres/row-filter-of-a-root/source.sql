INSERT INTO t SELECT i, 'v' FROM generate_series(1, 100) AS i;
UPDATE t SET id = 102 WHERE id = 2;
UPDATE t SET id = 4 + 100 WHERE id = 99;
UPDATE t SET id = 103 WHERE id = 6;
