UPDATE t SET v = ST_GeomFromText('POINT(1 2)', 4326) WHERE id = 1;
UPDATE t SET v = ST_GeomFromText('LINESTRING(1 1, 0 0)') WHERE id = 2;
UPDATE t SET v = ST_GeomFromText('POINT(0.10000000000000002 0)') WHERE id = 3;
UPDATE t SET v = NULL WHERE id = 4;
UPDATE t SET v = ST_GeomFromText('POLYGON((0 0, 1 1, 1 0, 0 0))') WHERE id = 5;
