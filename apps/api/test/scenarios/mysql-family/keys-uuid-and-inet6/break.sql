UPDATE k_uuid SET v = 9 WHERE v = 1;
UPDATE k_inet6 SET v = 9 WHERE v = 1;
