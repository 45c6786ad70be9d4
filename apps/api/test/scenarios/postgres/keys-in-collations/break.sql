UPDATE c SET v = 99 WHERE id = 'ä';
DELETE FROM c WHERE id = '-a';
UPDATE g SET v = 99 WHERE id = 'ä';
DELETE FROM g WHERE id = '-a';
UPDATE d SET v = 99 WHERE id = 'ä';
DELETE FROM d WHERE id = '-a';
UPDATE n SET id = 'b' WHERE id = 'B';
