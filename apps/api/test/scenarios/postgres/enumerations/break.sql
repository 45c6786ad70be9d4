UPDATE t SET v = 'ok' WHERE id = 1;
UPDATE t SET a = '{happy}' WHERE id = 2;
UPDATE keyed SET v = 3 WHERE id = 'happy';
