UPDATE t SET d = 0 WHERE id = 1;
UPDATE t SET r = '-0' WHERE id = 2;
UPDATE t SET p = '(0,0)' WHERE id = 3;
