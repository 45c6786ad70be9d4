UPDATE t SET a = 7 WHERE id = 2;
