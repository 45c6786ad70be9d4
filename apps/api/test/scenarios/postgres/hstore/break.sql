UPDATE t SET v = 'a=>1, b=>"NULL"' WHERE id = 1;
UPDATE t SET v = NULL WHERE id = 2;
