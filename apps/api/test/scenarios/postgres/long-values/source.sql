INSERT INTO t SELECT i, repeat(md5(i::text), 90000), decode(repeat('00ff', 40000), 'hex'), 0 FROM generate_series(1, 4) AS i;
UPDATE t SET n = 1;
INSERT INTO t VALUES (5, '#65536:x', NULL, 1), (6, '##', NULL, 1);
