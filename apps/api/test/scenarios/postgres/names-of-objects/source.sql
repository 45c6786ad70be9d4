INSERT INTO t VALUES (1, 'other', 'integer', 5, 'a', 'x'), (2, 't', 'text', 4294967295, '', '');
