UPDATE t SET v = U&'e\0301' WHERE id = 1;
UPDATE t SET v = '' WHERE id = 3;
