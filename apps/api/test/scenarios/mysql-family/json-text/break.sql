UPDATE t SET v = '{"a": 1}' WHERE id = 1;
UPDATE t SET v = '{"b":2,"a":1}' WHERE id = 2;
UPDATE t SET v = '1' WHERE id = 3;
UPDATE t SET v = NULL WHERE id = 4;
UPDATE t SET v = '"é"' WHERE id = 5;
