UPDATE t SET v = 'straße' WHERE id = 1;
