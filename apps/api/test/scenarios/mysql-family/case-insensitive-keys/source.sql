CREATE TABLE t (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT);
INSERT INTO t VALUES ('b', 1), ('A', 2), ('a1', 3), ('B1', 4), ('Ä2', 5), ('z', 6), ('Z1', 7);
INSERT INTO t SELECT CONCAT(IF(seq % 2, 'Key', 'kEY'), seq), seq FROM seq_1_to_200;
