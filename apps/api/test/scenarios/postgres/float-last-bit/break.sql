UPDATE t SET d = 0.1::float8 + 0.2::float8 WHERE id = 1;
UPDATE t SET r = 2.9999998e38 WHERE id = 2;
