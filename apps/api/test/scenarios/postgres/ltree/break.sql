UPDATE t SET v = 5 WHERE id = 'a.b';
