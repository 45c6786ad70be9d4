import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** One object, written in two ways: the statement of the source and that of the target. */
export const equalStatements: readonly { name: string; source: string; target: string; only?: FamilyEngine }[] = [
  {
    name: 'the default charset spelled out',
    source: 'CREATE TABLE e1 (id INT PRIMARY KEY, a VARCHAR(9))',
    target:
      'CREATE TABLE e1 (id INT PRIMARY KEY, a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci ENGINE=InnoDB',
  },
  {
    name: 'display width of integers',
    source: 'CREATE TABLE e2 (id INT(5) UNSIGNED PRIMARY KEY, a BIGINT(3), y YEAR(4))',
    target: 'CREATE TABLE e2 (id INT UNSIGNED PRIMARY KEY, a BIGINT, y YEAR)',
  },
  {
    name: 'order of attributes',
    source:
      "CREATE TABLE e3 (id INT AUTO_INCREMENT PRIMARY KEY, a INT DEFAULT 3 NOT NULL COMMENT 'x', KEY k (a), UNIQUE KEY u (id, a))",
    target:
      "CREATE TABLE e3 (id INT NOT NULL AUTO_INCREMENT, a INT COMMENT 'y' NOT NULL DEFAULT '3', UNIQUE KEY u (id, a), PRIMARY KEY (id), KEY k (a)) COMMENT 'another'",
  },
  {
    name: 'quotes, case and spaces in expressions',
    source:
      "CREATE TABLE e4 (id INT PRIMARY KEY, a INT, b VARCHAR(9), g INT AS (a+1) STORED, h VARCHAR(20) AS (CONCAT(b,'x')) VIRTUAL, CONSTRAINT c CHECK (a>0 and B != 'q'))",
    target:
      "CREATE TABLE e4 (`id` INT PRIMARY KEY, `a` INT, `b` VARCHAR(9), `g` INT GENERATED ALWAYS AS ( (`a` + 1) ) STORED, `h` VARCHAR(20) GENERATED ALWAYS AS (concat(`b`, 'x')), CONSTRAINT `c` CHECK ((`a` > 0) AND (`b` <> 'q')))",
  },
  {
    name: 'names of constraints that the server gives',
    source: 'CREATE TABLE e5 (id INT PRIMARY KEY, a INT, CHECK (a > 1), CHECK (a < 9))',
    target: 'CREATE TABLE e5 (id INT PRIMARY KEY, a INT, CONSTRAINT high CHECK (a < 9), CONSTRAINT low CHECK (a > 1))',
  },
  {
    name: 'NOW() and CURRENT_TIMESTAMP',
    source:
      'CREATE TABLE e6 (id INT PRIMARY KEY, a DATETIME DEFAULT NOW() ON UPDATE NOW(), b TIMESTAMP NULL DEFAULT NULL)',
    target:
      'CREATE TABLE e6 (id INT PRIMARY KEY, a DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP(), b TIMESTAMP NULL)',
  },
  {
    name: 'RESTRICT and nothing',
    source: 'CREATE TABLE e7 (id INT PRIMARY KEY, p INT, KEY p (p), CONSTRAINT e7p FOREIGN KEY (p) REFERENCES e1 (id))',
    target:
      'CREATE TABLE e7 (id INT PRIMARY KEY, p INT, KEY p (p), CONSTRAINT e7p FOREIGN KEY (p) REFERENCES e1 (id) ON DELETE RESTRICT ON UPDATE RESTRICT)',
  },
  {
    name: 'partitions',
    source: 'CREATE TABLE e8 (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2',
    target: 'CREATE TABLE e8 (id INT PRIMARY KEY) PARTITION BY HASH (`id`) (PARTITION p0, PARTITION p1)',
  },
  {
    name: 'layout and comments of a trigger',
    source: "CREATE TRIGGER et BEFORE INSERT ON e1 FOR EACH ROW BEGIN -- why\n  SET NEW.a = 'a -- b'; /* so */ END",
    target: "CREATE TRIGGER et BEFORE INSERT ON e1 FOR EACH ROW BEGIN SET NEW.a = 'a -- b'; END",
  },
  {
    name: 'a view',
    source: "CREATE VIEW ev AS SELECT id, a FROM e1 WHERE a != 'x'",
    target:
      "CREATE ALGORITHM = UNDEFINED VIEW ev (id, a) AS SELECT `e1`.`id`, `e1`.`a` AS `a` FROM `e1` WHERE (`e1`.`a` <> 'x')",
  },
  {
    name: 'a routine',
    source: 'CREATE PROCEDURE ep (x INT(11)) BEGIN SET @a = x; END',
    target:
      'CREATE PROCEDURE ep (IN `x` INT)\nNOT DETERMINISTIC CONTAINS SQL SQL SECURITY DEFINER\nBEGIN\n  SET @a = x;\nEND',
  },
  {
    name: 'what replication makes of an event',
    source: "CREATE EVENT ee ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 00:00:00' DO SET @a = 1",
    target:
      "CREATE EVENT ee ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 00:00:00' ON COMPLETION NOT PRESERVE DISABLE ON SLAVE DO SET @a = 1",
  },
  {
    name: 'a sequence',
    source: 'CREATE SEQUENCE es',
    target: 'CREATE SEQUENCE es START WITH 1 INCREMENT BY 1 MINVALUE 1 CACHE 1000',
    only: 'mariadb',
  },
];
