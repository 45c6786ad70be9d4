UPDATE t SET v = _utf8mb4 X'61C2A062' WHERE id = 1;
UPDATE t SET v = _utf8mb4 X'61E2808B62' WHERE id = 2;
UPDATE t SET v = _utf8mb4 X'EFBBBF6162' WHERE id = 3;
UPDATE t SET v = _utf8mb4 X'6100' WHERE id = 4;
UPDATE t SET v = 'a\r\nb' WHERE id = 5;
