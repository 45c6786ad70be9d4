INSERT INTO c SELECT x, row_number() OVER () FROM unnest(ARRAY['a', 'B', 'ä', 'Z', 'z1', '_', '', ' ', '-a', 'ß', 'ss1', '10', '9']) AS x;
INSERT INTO g SELECT x, row_number() OVER () FROM unnest(ARRAY['a', 'B', 'ä', 'Z', 'z1', '_', '', ' ', '-a', 'ß', 'ss1', '10', '9']) AS x;
INSERT INTO n SELECT x, row_number() OVER () FROM unnest(ARRAY['a', 'B', 'ä', 'Z', 'z1', '_', '', ' ', '-a', 'ß', 'ss1', '10', '9']) AS x;
INSERT INTO d SELECT x, row_number() OVER () FROM unnest(ARRAY['a', 'B', 'ä', 'Z', 'z1', '_', '', ' ', '-a', 'ß', 'ss1', '10', '9']) AS x;
