INSERT INTO t SELECT 1, x - x, (x - x)::float4, ARRAY[x - x, 1] FROM (SELECT 'Infinity'::float8 AS x) AS s;
INSERT INTO t VALUES (2, 'NaN', 'NaN', '{NaN}'), (3, 1, 1, '{1}');
