UPDATE t SET v = '' WHERE id = 1;
UPDATE t SET v = NULL WHERE id = 2;
UPDATE t SET v = NULL WHERE id = 3;
UPDATE t SET v = NULL WHERE id = 4;
UPDATE t SET v = '0' WHERE id = 5;
UPDATE t SET v = 'NULL' WHERE id = 6;
UPDATE t SET v = 'N' WHERE id = 7;
