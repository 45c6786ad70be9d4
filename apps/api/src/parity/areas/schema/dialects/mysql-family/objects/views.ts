import { quoteAccount, quoteTable, type FamilyEngine } from '@cutover/databases/mysql-family';
import { canonicalCode } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { inDatabase } from '../object-of.js';

export interface ViewRow {
  db: string;
  name: string;
  definition: string;
  checkOption: string;
  definer: string;
  security: string;
  algorithm: string | null;
}

/** MySQL does not tell the algorithm. */
export const viewsSelect: Record<FamilyEngine, string> = {
  mariadb: viewsOf('ALGORITHM'),
  mysql: viewsOf('NULL'),
};

function viewsOf(algorithm: string): string {
  return (
    'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, VIEW_DEFINITION AS definition, CHECK_OPTION AS checkOption, ' +
    `DEFINER AS definer, SECURITY_TYPE AS security, ${algorithm} AS algorithm FROM information_schema.VIEWS`
  );
}

/** Pure: the views. One without a definition is hidden from the account, and told of by its right. */
export function viewObjects(rows: readonly ViewRow[]): SchemaObject[] {
  return rows
    .filter(({ definition }) => definition !== '')
    .map((row) => {
      const { db, name, definition, checkOption, definer, security, algorithm } = row;
      const check = checkOption === 'NONE' ? '' : ` WITH ${checkOption} CHECK OPTION`;
      const head = `${algorithm === null ? '' : `ALGORITHM=${algorithm} `}DEFINER=${quoteAccount(definer)} SQL SECURITY ${security}`;
      return inDatabase(row, 'view', {
        shown: `${head} AS ${definition}${check}`,
        compared: [algorithm, definer, security, canonicalCode(definition), check].join('\n'),
        make: [`CREATE OR REPLACE ${head} VIEW ${quoteTable(db, name)} AS ${definition}${check}`],
        remove: [`DROP VIEW ${quoteTable(db, name)}`],
        changeInto: [`CREATE OR REPLACE ${head} VIEW ${quoteTable(db, name)} AS ${definition}${check}`],
        note: 'The definer must exist on the target, and what the view reads, too.',
      });
    });
}
