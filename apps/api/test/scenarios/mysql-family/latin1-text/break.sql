UPDATE t SET v = _latin1 X'E8' WHERE id = 1;
UPDATE t SET v = '?' WHERE id = 2;
UPDATE t SET v = _latin1 X'8D' WHERE id = 3;
UPDATE t SET w = _latin1 X'FE' WHERE id = 4;
