UPDATE t SET v = '' WHERE id = 1;
UPDATE t SET b = NULL WHERE id = 2;
UPDATE t SET a = '{"NULL"}' WHERE id = 3;
UPDATE t SET v = 'NULL' WHERE id = 4;
