CREATE TABLE bag (digest INT, part INT, n INT, k0 INT, v0 INT, smallest INT, largest INT, id0 INT);
INSERT INTO bag VALUES (1, 1, 1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 1, 1, 1), (1, 1, 2, 2, 2, 2, 2, 2), (2, 1, 1, 1, 1, 1, 1, 1);
CREATE TABLE keyed (id INT PRIMARY KEY, digest INT, part INT, n INT, k0 INT, v0 INT, smallest INT, largest INT, id0 INT);
INSERT INTO keyed SELECT seq, 1, seq % 3, 1, 1, 1, 9, 1, 1 FROM seq_1_to_5000;
CREATE TABLE composite (digest INT, part INT, n INT, k0 INT, PRIMARY KEY (n, k0));
INSERT INTO composite SELECT 1, seq % 3, 5000 - seq, seq % 7 FROM seq_1_to_5000;
