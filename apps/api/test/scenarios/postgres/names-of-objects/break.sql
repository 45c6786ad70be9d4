UPDATE t SET c = 't' WHERE id = 1;
UPDATE t SET o = 1 WHERE id = 2;
