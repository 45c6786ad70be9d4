-- NULL is not true.
INSERT INTO t SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i - 50 END, CASE WHEN i % 5 = 0 THEN NULL WHEN i % 7 = 0 THEN 'no; --''"' ELSE 'w' END
FROM generate_series(1, 100) AS i;
INSERT INTO u VALUES (1, 1), (2, -1), (3, 3);
-- Rows that leave the filter are deleted on the target, those that come into it are inserted.
UPDATE t SET v = -v WHERE id IN (1, 2, 98, 97);
UPDATE t SET w = NULL WHERE id = 94;
UPDATE t SET w = 'w' WHERE id = 95;
DELETE FROM t WHERE id = 92;
UPDATE u SET id = 4 WHERE id = 1;
UPDATE u SET id = 1 WHERE id = 3;
