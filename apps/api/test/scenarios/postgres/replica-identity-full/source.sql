INSERT INTO t VALUES (1, 0.1, 'x'), (1, 0.1, 'x'), (2, '-0', NULL), (3, 1, 'z');
UPDATE t SET c = 'y' WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 1);
DELETE FROM t WHERE a = 3;
