CREATE TABLE t (a INT, b VARCHAR(10), c DATE, d BINARY(2), v INT, PRIMARY KEY (a, b, c, d));
INSERT INTO t SELECT seq % 3, CONCAT('b', seq % 5), DATE'2020-01-01' + INTERVAL seq DAY, UNHEX(LPAD(HEX(seq), 4, '0')), seq FROM seq_1_to_500;
