UPDATE t SET v = v || '!';
UPDATE keyed SET v = 9;
