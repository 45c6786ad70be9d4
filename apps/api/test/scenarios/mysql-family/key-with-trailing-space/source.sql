CREATE TABLE t (k VARCHAR(10) COLLATE utf8mb4_nopad_bin PRIMARY KEY, v INT);
INSERT INTO t VALUES ('a', 1), ('a ', 2), ('b', 3), ('', 4), (' ', 5);
CREATE TABLE padded (k VARCHAR(10) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT);
INSERT INTO padded VALUES ('a', 1), ('b ', 2), ('c', 3);
