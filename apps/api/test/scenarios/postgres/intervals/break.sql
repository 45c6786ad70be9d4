UPDATE t SET v = '24:00' WHERE id = 1;
UPDATE t SET v = '30 days' WHERE id = 2;
UPDATE keyed SET v = 5 WHERE id = '1 day';
