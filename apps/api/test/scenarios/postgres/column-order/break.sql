UPDATE t SET a = 'z' WHERE id = 2;
