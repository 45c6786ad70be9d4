DELETE FROM parent WHERE id = 1;
UPDATE parent SET v = 'x' WHERE id = 2;
INSERT INTO child VALUES (30, 77);
