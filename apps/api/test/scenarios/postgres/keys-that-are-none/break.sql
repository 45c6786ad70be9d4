DELETE FROM n WHERE ctid = (SELECT min(ctid) FROM n);
UPDATE e SET v = 5 WHERE id = 2;
DELETE FROM p WHERE ctid = (SELECT max(ctid) FROM p);
UPDATE d SET v = 3 WHERE id = 1;
