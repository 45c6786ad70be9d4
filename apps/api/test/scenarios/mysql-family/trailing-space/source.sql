CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), b TEXT, c VARBINARY(10));
INSERT INTO t SELECT seq, 'a', 'a', 'a' FROM seq_1_to_4;
INSERT INTO t VALUES (5, '', '', ''), (6, ' ', ' ', ' ');
