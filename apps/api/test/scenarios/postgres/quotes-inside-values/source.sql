INSERT INTO t VALUES (1, 'it''s'), (2, E'back\\slash'), (3, E'line\nbreak'), (4, '$$;--'), (5, E'\t"x"'), (6, '$cutover$');
INSERT INTO keyed VALUES ('it''s', 1), (E'a\\''b', 2), (E'x\ny', 3);
