UPDATE t SET a = 2, b = 1 WHERE id = 1;
UPDATE t SET c = 'l', d = 'k' WHERE id = 2;
UPDATE t SET a = 1, b = 23 WHERE id = 3;
