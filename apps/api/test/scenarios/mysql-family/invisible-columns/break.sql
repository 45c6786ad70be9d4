UPDATE t SET secret = 'lost' WHERE id = 2;
UPDATE t SET secret = NULL WHERE id = 4;
