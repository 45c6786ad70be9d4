UPDATE rows SET digest = 'x' WHERE k0 = 7;
UPDATE t SET r = 5 WHERE t = 10;
DELETE FROM h WHERE h = 'c';
