INSERT INTO t VALUES (1, 'Straße'), (2, 'ABC');
