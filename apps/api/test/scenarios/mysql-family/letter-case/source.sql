CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20) COLLATE utf8mb4_general_ci);
INSERT INTO t VALUES (1, 'Paid'), (2, 'ß'), (3, 'é'), (4, 'İ');
