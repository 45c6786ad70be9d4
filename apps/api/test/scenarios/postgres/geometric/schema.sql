CREATE TABLE t (id int PRIMARY KEY, p point, l lseg, b box, o path, g polygon, c circle, n line);
