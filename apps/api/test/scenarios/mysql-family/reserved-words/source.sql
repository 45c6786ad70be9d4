CREATE TABLE `select` (`key` INT PRIMARY KEY, `from` INT, `where` VARCHAR(10), `n` INT, `digest` INT, `part` INT, `k0` INT, `v0` INT);
INSERT INTO `select` VALUES (1, 1, 'a', 1, 1, 1, 1, 1), (2, 2, 'b', 2, 2, 2, 2, 2);
CREATE TABLE `table` (`group` INT, `digest` INT, `n` INT, `part` INT);
INSERT INTO `table` VALUES (1, 1, 1, 1), (2, 2, 2, 2);
