UPDATE t SET v = 'paid' WHERE id = 1;
UPDATE t SET v = 'ẞ' WHERE id = 2;
UPDATE t SET v = 'É' WHERE id = 3;
UPDATE t SET v = 'i' WHERE id = 4;
