UPDATE t SET v = '10:00+00' WHERE id = 1;
UPDATE keyed SET v = 5 WHERE id = '10:00+00';
