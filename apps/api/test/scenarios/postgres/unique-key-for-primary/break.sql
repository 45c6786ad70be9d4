UPDATE t SET v = 9 WHERE code = 'b';
