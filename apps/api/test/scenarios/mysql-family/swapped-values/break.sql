UPDATE t SET a = 2030 - a WHERE id IN (10, 20);
UPDATE t SET b = IF(b = 'b30', 'b40', 'b30') WHERE id IN (30, 40);
UPDATE u SET a = 2, b = 1 WHERE id = 1;
UPDATE u SET a = 4, b = 3 WHERE id = 2;
