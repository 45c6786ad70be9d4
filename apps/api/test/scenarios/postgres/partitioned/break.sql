UPDATE t SET v = 'x' WHERE id = 3;
DELETE FROM t WHERE id = 90;
