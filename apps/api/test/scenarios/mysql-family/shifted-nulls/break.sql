UPDATE t SET a = 'x', b = NULL WHERE id = 1;
UPDATE t SET a = NULL, b = '' WHERE id = 2;
UPDATE t SET b = 'z', c = NULL WHERE id = 3;
UPDATE t SET b = NULL, c = 'x' WHERE id = 4;
UPDATE t SET d = NULL, e = 1 WHERE id = 5;
