UPDATE t SET b = 0 WHERE a = 2;
