CREATE TABLE t (id int PRIMARY KEY, d float8, r float4, p point);
