CREATE TABLE t (`the ``key, 1` INT, `select` VARCHAR(5), v INT, PRIMARY KEY (`the ``key, 1`, `select`));
INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2);
CREATE TABLE u (`order` INT NOT NULL, v INT, UNIQUE `a ``b.c` (`order`));
INSERT INTO u VALUES (1, 1), (2, 2);
