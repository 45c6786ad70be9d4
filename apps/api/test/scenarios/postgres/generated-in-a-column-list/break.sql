UPDATE t SET g = 0 WHERE id = 2;
