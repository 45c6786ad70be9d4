UPDATE t SET b = '{"a": 1.0}' WHERE id = 1;
UPDATE t SET j = '{"b":1,"a":2}' WHERE id = 2;
UPDATE t SET b = '{"a": 2, "b": 1}' WHERE id = 2;
UPDATE t SET b = NULL WHERE id = 3;
UPDATE t SET b = '100.0' WHERE id = 5;
