INSERT INTO t VALUES (1, 'a'), (2, 'b'), (60, 'c');
