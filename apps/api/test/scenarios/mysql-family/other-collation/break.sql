UPDATE t SET v = 'b' WHERE id = 2;
UPDATE k SET k = 'A1' WHERE v = 1;
