UPDATE t SET v = 0, f = 0, d = 0;
UPDATE t SET v = '-0', f = '-0', d = '-0' WHERE id = 3;
