INSERT INTO t VALUES (1, 0.3, 0.3), (2, 1e308, 3e38), (3, 5e-324, 1e-45), (4, 'Infinity', '-Infinity');
