UPDATE t SET v = 1 WHERE id = 1;
UPDATE t SET f = 1 WHERE id = 2;
