UPDATE t SET v = left(v, -1) || '!' WHERE id = 2;
UPDATE t SET b = b || '\x00' WHERE id = 3;
UPDATE t SET v = '#65536:y' WHERE id = 5;
