UPDATE t SET r = '[1.00,2)' WHERE id = 1;
UPDATE t SET r = '(,)' WHERE id = 2;
UPDATE t SET m = '{[1,3)}' WHERE id = 3;
UPDATE keyed SET v = 8 WHERE id = 'empty';
