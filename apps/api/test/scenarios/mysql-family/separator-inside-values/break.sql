UPDATE t SET a = 'a', b = ',b' WHERE id = 1;
UPDATE t SET a = 'a', b = '#b' WHERE id = 2;
UPDATE t SET a = 'a', b = 'bc' WHERE id = 3;
UPDATE t SET a = 'abc', b = '' WHERE id = 4;
UPDATE t SET a = 'a', b = 'b|c' WHERE id = 5;
UPDATE t SET a = 'x', b = '\0y' WHERE id = 6;
UPDATE t SET a = '1', b = ',1' WHERE id = 7;
UPDATE t SET a = ',,', b = ',' WHERE id = 8;
