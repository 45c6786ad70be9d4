UPDATE t SET v = _utf8mb4 X'65CC81' WHERE id = 1;
UPDATE t SET v = _utf8mb4 X'C385' WHERE id = 2;
UPDATE t SET v = _utf8mb4 X'CE91' WHERE id = 3;
UPDATE t SET v = 'fi' WHERE id = 4;
