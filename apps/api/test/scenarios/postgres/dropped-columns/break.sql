UPDATE t SET b = 4 WHERE id = 2;
