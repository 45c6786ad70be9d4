import type { FamilyEngine } from '@cutover/databases/mysql-family';

/** One way in which two sides can differ: what both have, what only one has, and what is to be told of it. */
export interface SchemaCase {
  name: string;
  /** Run on both sides. `CREATE TABLE` of `t` is spared where it says nothing else. */
  both?: readonly string[];
  source?: readonly string[];
  target?: readonly string[];
  /** `kind/part` of what is told of it: of the object that `both` makes first, or of `object`. */
  told: readonly { kind: string; object: string; part: string | null; blocks?: boolean }[];
  /** No statement can mend it; the reason stands in `why`. */
  isBeyondStatements?: boolean;
  only?: FamilyEngine;
}

/** The database of the cases. Nothing of it is written to a binary log. */
export const probe = 'parity_probe';

const told = (kind: string, object: string, part: string | null = null, blocks = true) => ({
  ...{ kind, object: object === '' ? probe : `${probe}.${object}`, part, blocks },
});
const base = (name: string, more = ''): string =>
  `CREATE TABLE ${name} (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, b VARCHAR(40) NULL${more})`;
/** An orderly case: the source has more than the target. */
const onSource = (name: string, kind: string, part: string | null, statement: string, more = ''): SchemaCase => ({
  ...{ name, both: [base(name, more)], source: [statement.replaceAll('$t', name)], told: [told(kind, name, part)] },
});
/** The other way round. */
const onTarget = (name: string, kind: string, part: string | null, statement: string, more = ''): SchemaCase => ({
  ...{ name, both: [base(name, more)], target: [statement.replaceAll('$t', name)], told: [told(kind, name, part)] },
});

/** Every kind of difference, missing, extra and changed where that is possible. */
export const schemaCases: readonly SchemaCase[] = [
  {
    name: 'table_missing',
    source: [base('table_missing')],
    told: [told('table', 'table_missing')],
    isBeyondStatements: true,
  },
  // A MySQL target of the lab encrypts what it makes, and refuses what cannot be.
  { ...onSource('storage_engine', 'storage engine', null, 'ALTER TABLE $t ENGINE = MyISAM'), only: 'mariadb' },
  {
    ...onSource('row_format', 'row format', null, 'ALTER TABLE $t ROW_FORMAT = COMPACT'),
    told: [told('row format', 'row_format', null, false)],
  },
  onSource(
    'default_collation',
    'default collation',
    null,
    'ALTER TABLE $t DEFAULT CHARACTER SET latin1 COLLATE latin1_german1_ci',
  ),
  onSource('col_type', 'column', 'column a', 'ALTER TABLE $t MODIFY a BIGINT NOT NULL'),
  onSource(
    'col_default',
    'column',
    'column b',
    "ALTER TABLE $t MODIFY b VARCHAR(40) NULL DEFAULT 'it''s \\\\ one' COMMENT 'a ''note'''",
  ),
  onSource('col_null', 'column', 'column b', 'ALTER TABLE $t MODIFY b VARCHAR(40) NOT NULL'),
  onSource(
    'col_collation',
    'column',
    'column b',
    'ALTER TABLE $t MODIFY b VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  ),
  onSource('col_missing', 'column', 'column c', "ALTER TABLE $t ADD c ENUM('x','y') NOT NULL DEFAULT 'y' AFTER a"),
  onTarget('col_extra', 'column', 'column c', 'ALTER TABLE $t ADD c DATETIME(3) NULL ON UPDATE CURRENT_TIMESTAMP(3)'),
  onSource(
    'col_times',
    'column',
    'column c',
    'ALTER TABLE $t ADD c TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)',
  ),
  onSource('col_bytes', 'column', 'column c', "ALTER TABLE $t ADD c VARBINARY(8) NOT NULL DEFAULT 'ab'"),
  {
    name: 'col_counter',
    both: [base('col_counter')],
    target: ['ALTER TABLE col_counter MODIFY id INT UNSIGNED NOT NULL'],
    told: [told('column', 'col_counter', 'column id')],
  },
  onSource('col_invisible', 'column', 'column b', 'ALTER TABLE $t MODIFY b VARCHAR(40) NULL INVISIBLE'),
  onSource('col_order', 'column order', null, 'ALTER TABLE $t MODIFY b VARCHAR(40) NULL FIRST'),
  onSource(
    'col_computed',
    'column',
    'column g',
    'ALTER TABLE $t MODIFY g INT GENERATED ALWAYS AS (a + 2) VIRTUAL',
    ', g INT GENERATED ALWAYS AS (a + 1) VIRTUAL',
  ),
  {
    name: 'col_kind',
    source: [base('col_kind', ', g INT GENERATED ALWAYS AS (a + 1) STORED, h INT')],
    target: [base('col_kind', ', g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, h INT')],
    told: [told('column', 'col_kind', 'column g')],
  },
  onSource(
    'col_computed_missing',
    'column',
    'column g',
    "ALTER TABLE $t ADD g VARCHAR(50) GENERATED ALWAYS AS (concat(b, '-', a)) STORED",
  ),
  {
    name: 'pk_missing',
    source: ['CREATE TABLE pk_missing (id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (id, n))'],
    target: ['CREATE TABLE pk_missing (id INT NOT NULL, n INT NOT NULL)'],
    told: [told('primary key', 'pk_missing')],
  },
  {
    name: 'pk_changed',
    source: ['CREATE TABLE pk_changed (id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (id, n))'],
    target: ['CREATE TABLE pk_changed (id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (n))'],
    told: [told('primary key', 'pk_changed')],
  },
  onSource('ix_missing', 'index', 'index by_b', 'CREATE INDEX by_b ON $t (b(10), a)'),
  onSource('ix_unique', 'index', 'index one', 'CREATE UNIQUE INDEX one ON $t (a)'),
  onSource('ix_fulltext', 'index', 'index words', 'CREATE FULLTEXT INDEX words ON $t (b)'),
  onSource('ix_name', 'index', 'index odd `na(me', 'CREATE INDEX `odd ``na(me` ON $t (a)'),
  {
    ...onTarget('ix_extra', 'index', 'index more', 'CREATE INDEX more ON $t (a)'),
    told: [told('index', 'ix_extra', 'index more', false)],
  },
  onTarget('ix_extra_unique', 'index', 'index more', 'CREATE UNIQUE INDEX more ON $t (a)'),
  {
    name: 'ix_changed',
    source: [base('ix_changed', ', UNIQUE KEY k (a, b)')],
    target: [base('ix_changed', ', KEY k (a, b)')],
    told: [told('index', 'ix_changed', 'index k')],
  },
  {
    ...onSource('ix_ignored', 'index', 'index k', 'ALTER TABLE $t ALTER INDEX k IGNORED', ', KEY k (a)'),
    only: 'mariadb',
  },
  {
    ...onSource('ix_invisible', 'index', 'index k', 'ALTER TABLE $t ALTER INDEX k INVISIBLE', ', KEY k (a)'),
    only: 'mysql',
  },
  {
    ...onSource('ix_expression', 'index', 'index k', "CREATE INDEX k ON $t ((concat(b, '!')), a DESC)"),
    only: 'mysql',
  },
  {
    name: 'fk_missing',
    both: [base('fk_parent'), 'CREATE TABLE fk_child (id INT PRIMARY KEY, p INT UNSIGNED, KEY p (p))'],
    source: ['ALTER TABLE fk_child ADD CONSTRAINT fk_a FOREIGN KEY (p) REFERENCES fk_parent (id) ON DELETE CASCADE'],
    told: [told('foreign key', 'fk_child', 'foreign key fk_a')],
  },
  {
    name: 'fk_rule',
    both: ['CREATE TABLE fk_ruled (id INT PRIMARY KEY, p INT UNSIGNED, KEY p (p))'],
    source: ['ALTER TABLE fk_ruled ADD CONSTRAINT fk_b FOREIGN KEY (p) REFERENCES fk_parent (id) ON DELETE SET NULL'],
    target: ['ALTER TABLE fk_ruled ADD CONSTRAINT fk_b FOREIGN KEY (p) REFERENCES fk_parent (id)'],
    told: [told('foreign key', 'fk_ruled', 'foreign key fk_b')],
  },
  {
    name: 'fk_extra',
    both: ['CREATE TABLE fk_more (id INT PRIMARY KEY, p INT UNSIGNED, KEY p (p))'],
    target: ['ALTER TABLE fk_more ADD CONSTRAINT fk_c FOREIGN KEY (p) REFERENCES fk_parent (id)'],
    told: [told('foreign key', 'fk_more', 'foreign key fk_c')],
  },
  onSource(
    'check_missing',
    'check',
    'check positive',
    "ALTER TABLE $t ADD CONSTRAINT positive CHECK (a > 0 AND b <> 'it''s')",
  ),
  {
    name: 'check_extra',
    both: [base('check_extra')],
    target: ['ALTER TABLE check_extra ADD CONSTRAINT small CHECK (a < 9)'],
    told: [told('check', 'check_extra', 'check small')],
  },
  {
    name: 'check_changed',
    source: [base('check_changed', ', CONSTRAINT limited CHECK (a < 10)')],
    target: [base('check_changed', ', CONSTRAINT limited CHECK (a < 11)')],
    told: [told('check', 'check_changed', 'check limited')],
  },
  {
    name: 'check_column',
    source: ['CREATE TABLE check_column (id INT PRIMARY KEY, a INT NOT NULL CHECK (a > 1))'],
    target: ['CREATE TABLE check_column (id INT PRIMARY KEY, a INT NOT NULL)'],
    told: [told('check', 'check_column', 'check of column a')],
    only: 'mariadb',
  },
  {
    name: 'part_missing',
    source: [
      'CREATE TABLE part_missing (id INT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    ],
    target: ['CREATE TABLE part_missing (id INT PRIMARY KEY)'],
    told: [told('partitioning', 'part_missing')],
  },
  {
    name: 'part_extra',
    source: ['CREATE TABLE part_extra (id INT PRIMARY KEY)'],
    target: ['CREATE TABLE part_extra (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3'],
    told: [told('partitioning', 'part_extra')],
  },
  {
    name: 'part_changed',
    source: [
      "CREATE TABLE part_changed (id INT, c VARCHAR(9)) PARTITION BY LIST COLUMNS (c) (PARTITION a VALUES IN ('x','y'), PARTITION b VALUES IN ('z'))",
    ],
    target: [
      "CREATE TABLE part_changed (id INT, c VARCHAR(9)) PARTITION BY LIST COLUMNS (c) (PARTITION a VALUES IN ('x'), PARTITION b VALUES IN ('y', 'z'))",
    ],
    told: [told('partitioning', 'part_changed')],
  },
  {
    name: 'part_sub',
    source: [
      'CREATE TABLE part_sub (id INT, d DATE) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    ],
    target: ['CREATE TABLE part_sub (id INT, d DATE)'],
    told: [told('partitioning', 'part_sub')],
  },
  onSource(
    'trg_missing',
    'trigger',
    'trigger trg_m',
    "CREATE TRIGGER trg_m BEFORE INSERT ON $t FOR EACH ROW BEGIN SET NEW.b = 'x;y'; SET NEW.a = 1; END",
  ),
  onTarget('trg_extra', 'trigger', 'trigger trg_e', 'CREATE TRIGGER trg_e AFTER DELETE ON $t FOR EACH ROW SET @x = 1'),
  {
    name: 'trg_changed',
    both: [base('trg_changed')],
    source: [
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      'CREATE TRIGGER trg_c BEFORE UPDATE ON trg_changed FOR EACH ROW SET NEW."a" = 1',
      'SET SESSION sql_mode = DEFAULT',
    ],
    target: ['CREATE TRIGGER trg_c BEFORE UPDATE ON trg_changed FOR EACH ROW SET NEW.a = 1'],
    told: [told('trigger', 'trg_changed', 'trigger trg_c')],
  },
  {
    name: 'procedure',
    source: [
      "CREATE PROCEDURE pr (IN x INT, OUT y VARCHAR(10), INOUT z DECIMAL(10,2)) SQL SECURITY INVOKER COMMENT 'what it does' BEGIN DECLARE n INT DEFAULT 0; SET y = x; END",
    ],
    target: [
      'CREATE PROCEDURE pr (IN x INT, OUT y VARCHAR(10), INOUT z DECIMAL(10,2)) SQL SECURITY INVOKER BEGIN DECLARE n INT DEFAULT 1; SET y = x; END',
    ],
    told: [told('procedure', 'pr')],
  },
  {
    name: 'function',
    source: ["CREATE FUNCTION fn (x INT) RETURNS VARCHAR(20) DETERMINISTIC READS SQL DATA RETURN concat('a', x)"],
    told: [told('function', 'fn')],
  },
  {
    name: 'function_extra',
    target: ['CREATE FUNCTION fn_extra () RETURNS INT DETERMINISTIC RETURN 1'],
    told: [told('function', 'fn_extra')],
  },
  {
    name: 'view_missing',
    both: [base('view_base')],
    source: ["CREATE VIEW v_missing AS SELECT a, b FROM view_base WHERE b = 'it''s' WITH CASCADED CHECK OPTION"],
    told: [told('view', 'v_missing')],
  },
  {
    name: 'view_changed',
    source: ['CREATE VIEW v_changed AS SELECT a FROM view_base'],
    target: ['CREATE SQL SECURITY INVOKER VIEW v_changed AS SELECT a FROM view_base'],
    told: [told('view', 'v_changed')],
  },
  { name: 'view_extra', target: ['CREATE VIEW v_extra AS SELECT a FROM view_base'], told: [told('view', 'v_extra')] },
  {
    name: 'event_missing',
    source: [
      "CREATE EVENT ev_missing ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2036-01-01 03:00:00' COMMENT 'at night' DO BEGIN SET @a = 1; SET @b = 2; END",
    ],
    told: [told('event', 'ev_missing')],
  },
  {
    name: 'event_once',
    source: ["CREATE EVENT ev_once ON SCHEDULE AT '2036-01-01 03:00:00' ON COMPLETION PRESERVE DO SET @a = 1"],
    told: [told('event', 'ev_once')],
  },
  {
    name: 'event_status',
    source: ["CREATE EVENT ev_off ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00' DO SET @a = 1"],
    target: ["CREATE EVENT ev_off ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00' DISABLE DO SET @a = 1"],
    told: [told('event', 'ev_off')],
  },
  {
    name: 'sequence_missing',
    source: ['CREATE SEQUENCE sq_missing START WITH 5 INCREMENT BY 2 MAXVALUE 1000 NOCACHE CYCLE'],
    told: [told('sequence', 'sq_missing')],
    only: 'mariadb',
  },
  {
    name: 'sequence_changed',
    source: ['CREATE SEQUENCE sq_changed CACHE 7'],
    target: ['CREATE SEQUENCE sq_changed CACHE 8'],
    told: [told('sequence', 'sq_changed')],
    only: 'mariadb',
  },
  {
    name: 'sequence_behind',
    both: ['CREATE SEQUENCE sq_behind NOCACHE'],
    source: ['SELECT SETVAL(sq_behind, 5000)'],
    told: [told('counter', 'sq_behind', 'sequence')],
    only: 'mariadb',
  },
  {
    name: 'counter_behind',
    both: [base('counter_behind')],
    source: ['ALTER TABLE counter_behind AUTO_INCREMENT = 100000'],
    told: [told('counter', 'counter_behind', 'AUTO_INCREMENT of id')],
  },
  {
    name: 'counter_a_little',
    both: [base('counter_a_little')],
    source: ['ALTER TABLE counter_a_little AUTO_INCREMENT = 900'],
    told: [told('counter', 'counter_a_little', 'AUTO_INCREMENT of id', false)],
  },
  // Last: what is made after it has another collation.
  { name: 'database', source: [`ALTER DATABASE ${probe} CHARACTER SET latin1`], told: [told('database', '')] },
];
