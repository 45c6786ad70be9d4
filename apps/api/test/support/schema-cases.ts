import { base, onSource, onTarget, probe, told, type SchemaCase } from './schema-case.js';
import { codeCases } from './schema-cases-code.js';

/** Every kind of difference, missing, extra and changed where that is possible. */
export const schemaCases: readonly SchemaCase[] = [
  {
    name: 'table_missing',
    source: [base('table_missing')],
    told: [told('table', 'table_missing')],
    isBeyondStatements: ['table'],
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
    name: 'col_history',
    source: ['CREATE TABLE col_history (id INT PRIMARY KEY, b INT) WITH SYSTEM VERSIONING'],
    target: ['CREATE TABLE col_history (id INT PRIMARY KEY, b INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING'],
    told: [told('column', 'col_history', 'column b')],
    only: 'mariadb',
  },
  {
    name: 'col_unprintable',
    source: [
      "CREATE TABLE col_unprintable (a BINARY(2) DEFAULT x'ff01', b VARBINARY(4) DEFAULT x'fe3f', c VARCHAR(9) CHARACTER SET utf8mb4 DEFAULT '😀', d VARCHAR(9) DEFAULT 'so?')",
    ],
    target: [
      "CREATE TABLE col_unprintable (a BINARY(2) DEFAULT x'fe01', b VARBINARY(4) DEFAULT x'fd3f', c VARCHAR(9) CHARACTER SET utf8mb4 DEFAULT '😁', d VARCHAR(9) DEFAULT 'so?')",
    ],
    told: ['a', 'b', 'c'].map((column) => told('column', 'col_unprintable', `column ${column}`)),
  },
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
    name: 'fk_case',
    both: ['CREATE TABLE Fk_cased (id INT PRIMARY KEY)', 'CREATE TABLE fk_cased (id INT PRIMARY KEY)'],
    source: ['CREATE TABLE fk_to (id INT PRIMARY KEY, CONSTRAINT fk_d FOREIGN KEY (id) REFERENCES Fk_cased (id))'],
    target: ['CREATE TABLE fk_to (id INT PRIMARY KEY, CONSTRAINT fk_d FOREIGN KEY (id) REFERENCES fk_cased (id))'],
    told: [told('foreign key', 'fk_to', 'foreign key fk_d')],
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
    name: 'period_missing',
    source: ['CREATE TABLE period_missing (id INT PRIMARY KEY, a DATE NOT NULL, b DATE NOT NULL, PERIOD FOR p (a, b))'],
    target: ['CREATE TABLE period_missing (id INT PRIMARY KEY, a DATE NOT NULL, b DATE NOT NULL)'],
    told: [told('period', 'period_missing', 'period p')],
    only: 'mariadb',
  },
  {
    name: 'period_overlaps',
    source: [
      'CREATE TABLE period_overlaps (id INT, a DATE NOT NULL, b DATE NOT NULL, PERIOD FOR p (a, b), UNIQUE k (id, p WITHOUT OVERLAPS))',
    ],
    target: [
      'CREATE TABLE period_overlaps (id INT, a DATE NOT NULL, b DATE NOT NULL, PERIOD FOR p (a, b), UNIQUE k (id, b, a))',
    ],
    told: [told('index', 'period_overlaps', 'index k')],
    only: 'mariadb',
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
  {
    name: 'part_names',
    source: ['CREATE TABLE part_names (id INT PRIMARY KEY) PARTITION BY HASH (id) (PARTITION a, PARTITION b)'],
    target: ['CREATE TABLE part_names (id INT PRIMARY KEY) PARTITION BY HASH (id) (PARTITION x, PARTITION y)'],
    told: [told('partitioning', 'part_names')],
  },
  {
    name: 'part_sub_names',
    source: [
      'CREATE TABLE part_sub_names (id INT PRIMARY KEY) PARTITION BY RANGE (id) SUBPARTITION BY HASH (id) (PARTITION a VALUES LESS THAN (10) (SUBPARTITION s1, SUBPARTITION s2))',
    ],
    target: [
      'CREATE TABLE part_sub_names (id INT PRIMARY KEY) PARTITION BY RANGE (id) SUBPARTITION BY HASH (id) (PARTITION a VALUES LESS THAN (10) (SUBPARTITION x1, SUBPARTITION x2))',
    ],
    told: [told('partitioning', 'part_sub_names')],
  },
  {
    name: 'part_algorithm',
    source: ['CREATE TABLE part_algorithm (id INT PRIMARY KEY) PARTITION BY KEY ALGORITHM = 1 (id) PARTITIONS 2'],
    target: ['CREATE TABLE part_algorithm (id INT PRIMARY KEY) PARTITION BY KEY ALGORITHM = 2 (id) PARTITIONS 2'],
    told: [told('partitioning', 'part_algorithm')],
  },
  ...codeCases,
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
  {
    name: 'counter_bulk',
    both: ['CREATE TABLE counter_bulk (id INT AUTO_INCREMENT PRIMARY KEY, n INT)'],
    // Numbers are reserved in lots that double, and the rest of the last one is given out by nobody.
    source: [
      'INSERT INTO counter_bulk (n) SELECT 1 FROM information_schema.COLUMNS JOIN (SELECT 1 UNION ALL SELECT 2) twice LIMIT 2100',
    ],
    target: [
      'INSERT INTO counter_bulk SELECT ROW_NUMBER() OVER (), 1 FROM information_schema.COLUMNS JOIN (SELECT 1 UNION ALL SELECT 2) twice LIMIT 2100',
    ],
    told: [told('counter', 'counter_bulk', 'AUTO_INCREMENT of id', false)],
  },
  // Last: what is made after it has another collation.
  { name: 'database', source: [`ALTER DATABASE ${probe} CHARACTER SET latin1`], told: [told('database', '')] },
];
