UPDATE t SET v = 9 WHERE v = 2;
UPDATE u SET v = 9 WHERE v = 2;
