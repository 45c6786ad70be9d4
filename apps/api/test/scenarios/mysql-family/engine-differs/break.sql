UPDATE t SET v = 9 WHERE id = 1;
