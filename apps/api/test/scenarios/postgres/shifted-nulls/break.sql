UPDATE t SET a = NULL, b = 'x' WHERE id = 1;
UPDATE t SET a = 'a', b = 'bc' WHERE id = 2;
