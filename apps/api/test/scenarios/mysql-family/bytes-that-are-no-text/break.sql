UPDATE t SET a = 'a', b = CONCAT(X'FF', 'b') WHERE id = 1;
UPDATE t SET a = NULL, b = UNHEX('FE') WHERE id = 2;
UPDATE t SET a = UNHEX('FFFE'), b = NULL WHERE id = 3;
UPDATE t SET c = 'a', d = CONCAT(X'FF', 'b') WHERE id = 4;
UPDATE t SET c = NULL, d = X'FE' WHERE id = 5;
