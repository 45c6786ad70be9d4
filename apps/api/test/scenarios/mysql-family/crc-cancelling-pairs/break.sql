UPDATE t SET status = 'B' WHERE id IN (1000, 1001);
UPDATE u SET status = 'B' WHERE id IN (1000, 1001, 1002, 1003);
UPDATE w SET status = 'B' WHERE n IN (100, 101);
