import { printTableName } from '@cutover/databases';
import { quoteIdentifier, quoteTable, type FamilyEngine } from '@cutover/databases/mysql-family';
import { canonicalExpression } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { expressionText } from '../column-text.js';
import { alter, partOf } from '../object-of.js';

/** One column of a foreign key, in its order. From KEY_COLUMN_USAGE. */
export interface ForeignKeyRow {
  db: string;
  name: string;
  constraintName: string;
  col: string;
  toDb: string;
  toTable: string;
  toCol: string;
}

export const foreignKeysSelect =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, CONSTRAINT_NAME AS constraintName, COLUMN_NAME AS col, ' +
  'REFERENCED_TABLE_SCHEMA AS toDb, REFERENCED_TABLE_NAME AS toTable, REFERENCED_COLUMN_NAME AS toCol ' +
  'FROM information_schema.KEY_COLUMN_USAGE';
export const foreignKeysRest =
  ' AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION';

/** What happens to the rows of a foreign key. From REFERENTIAL_CONSTRAINTS, which an account that may only read does not see. */
export interface RuleRow {
  db: string;
  name: string;
  constraintName: string;
  onUpdate: string;
  onDelete: string;
}

export const rulesSelect =
  'SELECT CONSTRAINT_SCHEMA AS db, TABLE_NAME AS name, CONSTRAINT_NAME AS constraintName, UPDATE_RULE AS onUpdate, ' +
  'DELETE_RULE AS onDelete FROM information_schema.REFERENTIAL_CONSTRAINTS';

/** Pure: the foreign keys, and the databases in which the rules of some are hidden from the account. */
export function foreignKeyObjects(
  columns: readonly ForeignKeyRow[],
  rules: readonly RuleRow[],
): { objects: SchemaObject[]; hiddenIn: string[] } {
  const ruleOf = new Map(rules.map((rule) => [keyOf(rule), rule]));
  const byKey = new Map<string, ForeignKeyRow[]>();
  for (const row of columns) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row]);
  const hiddenIn = new Set<string>();
  const objects = [...byKey].flatMap(([key, parts]): SchemaObject[] => {
    const [first] = parts;
    const rule = ruleOf.get(key);
    if (first === undefined) return [];
    if (rule === undefined) {
      hiddenIn.add(first.db);
      return [];
    }
    return [foreignKeyObject(first, parts, rule)];
  });
  return { objects, hiddenIn: [...hiddenIn] };
}

function foreignKeyObject(first: ForeignKeyRow, parts: readonly ForeignKeyRow[], rule: RuleRow): SchemaObject {
  const list = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');
  const to = quoteTable(first.toDb, first.toTable);
  const shown =
    `FOREIGN KEY (${list(parts.map(({ col }) => col))}) REFERENCES ${to} (${list(parts.map(({ toCol }) => toCol))})` +
    ` ON DELETE ${rule.onDelete} ON UPDATE ${rule.onUpdate}`;
  const drop = alter(first, `DROP FOREIGN KEY ${quoteIdentifier(first.constraintName)}`);
  const add = alter(first, `ADD CONSTRAINT ${quoteIdentifier(first.constraintName)} ${shown}`);
  return partOf(first, 'foreign key', first.constraintName, {
    ...{ shown, make: [add], remove: [drop], isNameless: true },
    // Names of columns are compared whatever their case, those of tables as the server has them. NO ACTION and RESTRICT are one to
    // InnoDB, and versions print either.
    compared: [
      ...parts.flatMap(({ col, toCol }) => [col.toLowerCase(), toCol.toLowerCase()]),
      ...[to, ...[rule.onDelete, rule.onUpdate].map((each) => each.replace('NO ACTION', 'RESTRICT'))],
    ].join('\n'),
    note: 'Every row is looked at, and the table is rebuilt or locked meanwhile: look at its size first.',
  });
}

/** A CHECK. `level` `Column`: it belongs to the column of its name (MariaDB). */
export interface CheckRow {
  db: string;
  name: string;
  constraintName: string;
  level: string;
  clause: string;
  isEnforced: string;
}

const checkHead = 'C.CONSTRAINT_SCHEMA AS db, C.CONSTRAINT_NAME AS constraintName, C.CHECK_CLAUSE AS clause, ';

/** MySQL names the table of a check in another view. */
export const checksSelect: Record<FamilyEngine, { select: string; database: string; table: string }> = {
  mariadb: {
    select:
      `SELECT ${checkHead} C.TABLE_NAME AS name, C.LEVEL AS level, 'YES' AS isEnforced ` +
      'FROM information_schema.CHECK_CONSTRAINTS C',
    ...{ database: 'C.CONSTRAINT_SCHEMA', table: 'C.TABLE_NAME' },
  },
  mysql: {
    select:
      `SELECT ${checkHead} T.TABLE_NAME AS name, 'Table' AS level, T.ENFORCED AS isEnforced ` +
      'FROM information_schema.CHECK_CONSTRAINTS C JOIN information_schema.TABLE_CONSTRAINTS T ' +
      "ON T.CONSTRAINT_SCHEMA = C.CONSTRAINT_SCHEMA AND T.CONSTRAINT_NAME = C.CONSTRAINT_NAME AND T.CONSTRAINT_TYPE = 'CHECK'",
    ...{ database: 'T.TABLE_SCHEMA', table: 'T.TABLE_NAME' },
  },
};

/**
 * Pure: the checks. `changeColumn` gives the statement that makes the column what it is on this side; a check of a column has no
 * statement of its own.
 */
export function checkObjects(
  rows: readonly CheckRow[],
  engine: FamilyEngine,
  changeColumn: (table: string, column: string) => { withCheck: string; without: string } | null,
): SchemaObject[] {
  return rows.map((row) => {
    const { constraintName, isEnforced } = row;
    const clause = expressionText(row.clause, engine);
    const enforced = isEnforced === 'NO' ? ' NOT ENFORCED' : '';
    const shown = `CHECK (${clause})${enforced}`;
    const isOfColumn = /^column$/i.test(row.level);
    const compared = `${isOfColumn ? constraintName : ''}${canonicalExpression(row.clause)}${enforced}`;
    if (isOfColumn) {
      const change = changeColumn(printTableName({ database: row.db, name: row.name }), constraintName);
      return partOf(row, 'check', `of column ${constraintName}`, {
        ...{ shown, compared, make: change && [change.withCheck], remove: change && [change.without] },
        changeInto: change && [change.withCheck],
      });
    }
    const drop = { mariadb: 'DROP CONSTRAINT', mysql: 'DROP CHECK' }[engine];
    return partOf(row, 'check', constraintName, {
      ...{ shown, compared, isNameless: true },
      make: [alter(row, `ADD CONSTRAINT ${quoteIdentifier(constraintName)} ${shown}`)],
      remove: [alter(row, `${drop} ${quoteIdentifier(constraintName)}`)],
      note: 'Every row is looked at: it fails where one does not hold.',
    });
  });
}

function keyOf({ db, name, constraintName }: { db: string; name: string; constraintName: string }): string {
  return `${db}\0${name}\0${constraintName}`;
}
