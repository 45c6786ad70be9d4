UPDATE t SET v = B'00' WHERE id = 2;
UPDATE t SET x = '\x00fe' WHERE id = 1;
UPDATE keyed SET b = B'1' WHERE id = '\x5c27';
