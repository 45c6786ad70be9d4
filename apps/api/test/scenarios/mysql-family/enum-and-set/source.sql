CREATE TABLE t (id INT PRIMARY KEY, a ENUM('', 'a', 'b,c', 'it''s'), b SET('x', 'y', 'z'));
INSERT INTO t VALUES (1, 'a', 'x,y'), (2, 'b,c', 'x'), (3, '', ''), (4, 'it''s', 'x,y,z'), (5, NULL, NULL), (6, '', 'x');
