UPDATE t SET w = 99;
UPDATE two SET v = 3, w = 4;
