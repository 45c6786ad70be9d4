UPDATE t SET v = 'Infinity' WHERE id = 1;
UPDATE t SET v = 'NaN' WHERE id = 4;
