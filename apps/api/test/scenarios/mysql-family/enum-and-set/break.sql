UPDATE t SET a = 'b,c' WHERE id = 1;
UPDATE t SET b = '' WHERE id = 2;
UPDATE t SET a = 'no such label' WHERE id = 3;
UPDATE t SET b = 'x,z' WHERE id = 4;
UPDATE t SET a = '', b = '' WHERE id = 5;
