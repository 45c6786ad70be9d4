CREATE TABLE t (id INT PRIMARY KEY, v GEOMETRY);
INSERT INTO t VALUES (1, ST_GeomFromText('POINT(1 2)')), (2, ST_GeomFromText('LINESTRING(0 0, 1 1)')), (3, ST_GeomFromText('POINT(0.1 0)')), (4, ST_GeomFromText('POINT(1 2)')), (5, ST_GeomFromText('POLYGON((0 0, 1 0, 1 1, 0 0))'));
