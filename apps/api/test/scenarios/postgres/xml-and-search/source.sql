INSERT INTO t VALUES (1, '<a b="1"/>', 'a:1A fat:2', 'a & b'), (2, '<a/>', '', 'a | b'), (3, 'text only', 'x:1,2', NULL);
