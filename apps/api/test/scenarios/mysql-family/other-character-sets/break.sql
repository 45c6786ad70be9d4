UPDATE t SET a = 'è' WHERE id = 1;
UPDATE t SET b = 'è' WHERE id = 2;
UPDATE t SET c = _sjis X'82A2' WHERE id = 3;
UPDATE t SET d = 'ж' WHERE id = 4;
