UPDATE t SET a = 30 WHERE id = 3;
