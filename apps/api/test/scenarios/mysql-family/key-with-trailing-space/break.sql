UPDATE t SET v = 0 WHERE k = 'a ';
DELETE FROM t WHERE k = ' ';
UPDATE t SET v = 0 WHERE k = '';
UPDATE padded SET k = 'b' WHERE v = 2;
