CREATE TABLE t (id INT PRIMARY KEY, v JSON);
INSERT INTO t VALUES (1, '{"a":1}'), (2, '{"a":1,"b":2}'), (3, '1.0'), (4, 'null'), (5, '"\\u00e9"');
