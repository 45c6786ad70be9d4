INSERT INTO "a ""t" SELECT i, 'd' || i, i, 'x' FROM generate_series(1, 20) AS i;
