UPDATE t SET a = 'a ' WHERE id = 1;
UPDATE t SET b = 'a ' WHERE id = 2;
UPDATE t SET c = 'a ' WHERE id = 3;
UPDATE t SET a = ' ' WHERE id = 5;
UPDATE t SET b = '' WHERE id = 6;
