UPDATE t SET v = 'x' WHERE id = 30;
INSERT INTO t VALUES (500, 'c', 'extra');
