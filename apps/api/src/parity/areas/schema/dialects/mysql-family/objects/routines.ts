import { quoteAccount, quoteIdentifier, quoteTable, quoteText } from '@cutover/databases/mysql-family';
import { canonicalCode, canonicalExpression } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaKind, SchemaObject } from '../../../schema-object.js';
import { inDatabase } from '../object-of.js';
import { sameMode, splitNote, underMode } from './code-under-mode.js';

export interface RoutineRow {
  db: string;
  name: string;
  type: string;
  returns: string | null;
  returnCharset: string | null;
  returnCollation: string | null;
  body: string | null;
  isDeterministic: string;
  access: string;
  security: string;
  mode: string;
  comment: string;
  definer: string;
}

export const routinesSelect =
  'SELECT ROUTINE_SCHEMA AS db, ROUTINE_NAME AS name, ROUTINE_TYPE AS type, DTD_IDENTIFIER AS `returns`, ' +
  'CHARACTER_SET_NAME AS returnCharset, COLLATION_NAME AS returnCollation, ROUTINE_DEFINITION AS body, ' +
  'IS_DETERMINISTIC AS isDeterministic, SQL_DATA_ACCESS AS access, SECURITY_TYPE AS security, SQL_MODE AS mode, ' +
  'ROUTINE_COMMENT AS comment, DEFINER AS definer FROM information_schema.ROUTINES';

export interface ParameterRow {
  db: string;
  name: string;
  type: string;
  position: string;
  mode: string | null;
  parameter: string | null;
  dataType: string;
  charset: string | null;
  collation: string | null;
}

export const parametersSelect =
  'SELECT SPECIFIC_SCHEMA AS db, SPECIFIC_NAME AS name, ROUTINE_TYPE AS type, CAST(ORDINAL_POSITION AS CHAR) AS position, ' +
  'PARAMETER_MODE AS mode, PARAMETER_NAME AS parameter, DTD_IDENTIFIER AS dataType, CHARACTER_SET_NAME AS charset, ' +
  'COLLATION_NAME AS collation FROM information_schema.PARAMETERS';
export const parametersRest = ' ORDER BY SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION';

/** Routines of the server, by what it calls them. Packages are of MariaDB's Oracle mode, and may have the name of a procedure. */
const kinds: Readonly<Record<string, SchemaKind>> = {
  ...{ FUNCTION: 'function', PROCEDURE: 'procedure', PACKAGE: 'package', 'PACKAGE BODY': 'package body' },
};

/** Pure: procedures and functions whose body is visible; `hasHidden`: of some it is not. */
export function routineObjects(
  rows: readonly RoutineRow[],
  parameters: readonly ParameterRow[],
): { objects: SchemaObject[]; hasHidden: boolean } {
  const objects = rows.flatMap((row): SchemaObject[] => {
    const kind = kinds[row.type] ?? 'procedure';
    if (row.body === null) return [];
    // A package is made by a text of its own, of which the catalog has a part only.
    const isPlain = row.type === 'FUNCTION' || row.type === 'PROCEDURE';
    const own = parameters.filter(
      ({ db, name, type, position }) => db === row.db && name === row.name && type === row.type && position !== '0',
    );
    const head = routineHead(row, own);
    const text = `${head}\n${row.body}`;
    const shown = `definer ${row.definer}, sql_mode ${row.mode || 'empty'}\n${text}`;
    return [
      inDatabase(row, kind, {
        shown,
        compared: [row.type, row.definer, sameMode(row.mode), sameHead(head), canonicalCode(row.body, row.mode)].join(
          '\n',
        ),
        make: isPlain
          ? underMode(
              row.mode,
              `CREATE DEFINER=${quoteAccount(row.definer)} ${row.type} ${quoteTable(row.db, row.name)}${text}`,
            )
          : null,
        remove: [`DROP ${row.type} ${quoteTable(row.db, row.name)}`],
        note: `${splitNote} Rights that were given on the routine itself go with it when it is dropped.`,
      }),
    ];
  });
  return { objects, hasHidden: rows.some(({ body }) => body === null) };
}

/** Display widths of integers mean nothing, and some versions print none. */
function sameHead(head: string): string {
  return canonicalExpression(head.replace(/\b((?:tiny|small|medium|big)?int)\(\d+\)/gi, '$1'));
}

/** All that stands before the body. */
function routineHead(row: RoutineRow, parameters: readonly ParameterRow[]): string {
  const isFunction = row.type === 'FUNCTION';
  const typed = (type: string, charset: string | null, collation: string | null): string =>
    charset === null ? type : `${type} CHARACTER SET ${charset}${collation === null ? '' : ` COLLATE ${collation}`}`;
  const list = parameters.map(({ mode, parameter, dataType, charset, collation }) =>
    [isFunction && mode === 'IN' ? null : mode, quoteIdentifier(parameter ?? ''), typed(dataType, charset, collation)]
      .filter((part) => part !== null)
      .join(' '),
  );
  return [
    `(${list.join(', ')})`,
    ...(isFunction ? [`RETURNS ${typed(row.returns ?? '', row.returnCharset, row.returnCollation)}`] : []),
    row.isDeterministic === 'YES' ? 'DETERMINISTIC' : 'NOT DETERMINISTIC',
    row.access,
    `SQL SECURITY ${row.security}`,
    ...(row.comment === '' ? [] : [`COMMENT ${quoteText(row.comment)}`]),
  ].join('\n');
}
