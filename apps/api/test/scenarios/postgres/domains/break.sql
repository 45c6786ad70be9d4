UPDATE t SET n = 1.00 WHERE id = 1;
UPDATE t SET f = true WHERE id = 2;
UPDATE keyed SET v = 3 WHERE id = 2;
