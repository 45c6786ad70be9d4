INSERT INTO t VALUES (1, NULL, NULL, NULL), (2, '', '', '{}'), (3, 'NULL', '\x00', '{NULL}'), (4, NULL, '', '{"NULL"}');
