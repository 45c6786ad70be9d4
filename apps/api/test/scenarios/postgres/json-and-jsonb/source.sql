INSERT INTO t VALUES (1, '{"a": 1}', '{"a": 1}'), (2, '{"b":1, "a":2}', '{"b": 1, "a": 2}'), (3, 'null', 'null'), (4, NULL, NULL), (5, '{"a":1,"a":2}', '1e2');
