UPDATE t SET v = v || '!' WHERE id % 3 = 0;
DELETE FROM t WHERE id % 300 = 1;
