INSERT INTO parent VALUES (1, 'p');
INSERT INTO child VALUES (1, 'c', 5), (2, 'c', 6);
