INSERT INTO t SELECT x, row_number() OVER () FROM unnest(ARRAY['a', 'B', 'ä', 'Z', '_']) AS x;
