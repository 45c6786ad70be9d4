UPDATE t SET v = 'ada' WHERE id = 1;
UPDATE t SET a = '{Bob}' WHERE id = 2;
UPDATE keyed SET v = 9 WHERE id = 'bob';
UPDATE keyed SET id = 'ada' WHERE id = 'Ada';
