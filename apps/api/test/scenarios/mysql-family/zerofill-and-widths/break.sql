UPDATE t SET a = 43 WHERE id = 1;
UPDATE t SET b = 1 WHERE id = 3;
