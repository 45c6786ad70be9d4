UPDATE t SET i = '10.0.0.1/24' WHERE id = 1;
UPDATE keyed SET v = NULL WHERE id = '10.0.0.1';
