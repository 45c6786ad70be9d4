UPDATE `select` SET `from` = 3, `n` = 3, `digest` = 3 WHERE `key` = 2;
UPDATE `table` SET `digest` = 3 WHERE `group` = 2;
