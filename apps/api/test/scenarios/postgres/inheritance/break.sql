UPDATE child SET v = 'x' WHERE id = 2;
INSERT INTO parent VALUES (2, 'p2');
