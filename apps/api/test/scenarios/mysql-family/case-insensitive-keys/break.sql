UPDATE t SET k = 'a' WHERE k = 'A';
UPDATE t SET v = 0 WHERE k IN ('z1', 'KEY100');
