INSERT INTO t VALUES (1, 'sad', '{sad,ok}'), (2, 'ok', '{}'), (3, 'happy', NULL);
INSERT INTO keyed VALUES ('sad', 1), ('happy', 2);
