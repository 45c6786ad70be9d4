UPDATE t SET a = '1', b = '1,a' WHERE id = 1;
UPDATE t SET a = NULL, b = '@' WHERE id = 2;
UPDATE t SET c = SHA1(SHA1('x')) WHERE id = 3;
UPDATE t SET a = '1', b = ',2,3' WHERE id = 4;
UPDATE t SET a = NULL, b = '-' WHERE id = 5;
UPDATE t SET a = '2,1', b = ',' WHERE id = 6;
