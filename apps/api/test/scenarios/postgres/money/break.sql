UPDATE t SET v = 1234.51 WHERE id = 1;
UPDATE keyed SET v = 7 WHERE id = 1234.56::money;
