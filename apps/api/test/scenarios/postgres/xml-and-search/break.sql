UPDATE t SET x = '<a b="1" />' WHERE id = 1;
UPDATE t SET v = 'x:1' WHERE id = 3;
UPDATE t SET q = 'a & b' WHERE id = 2;
