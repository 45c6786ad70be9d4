UPDATE bag SET id0 = 5 WHERE digest = 1 AND n = 1 LIMIT 1;
UPDATE bag SET part = 7 WHERE n = 2;
UPDATE keyed SET digest = 2, part = 9 WHERE id IN (1, 2500);
DELETE FROM keyed WHERE id = 5000;
UPDATE composite SET digest = 9, part = 9 WHERE n IN (4999, 2500);
