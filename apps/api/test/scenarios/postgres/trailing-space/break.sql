UPDATE t SET v = 'a ' WHERE id = 1;
UPDATE t SET x = 'b' WHERE id = 2;
UPDATE t SET c = 'c  ' WHERE id = 1;
