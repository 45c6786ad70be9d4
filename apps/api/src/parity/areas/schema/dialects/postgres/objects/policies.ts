import { quoteName, quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { isWatchedRelation, partOf } from '../scope.js';

export interface PolicyRow {
  db: string;
  name: string;
  part: string;
  command: string;
  is_permissive: boolean;
  /** Quoted, or PUBLIC. */
  roles: string[];
  visible: string | null;
  writable: string | null;
}

export const policiesSelect = `
  SELECT n.nspname AS db, c.relname AS name, p.polname AS part, p.polcmd::text AS command,
         p.polpermissive AS is_permissive,
         ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r)) END
               FROM pg_catalog.unnest(p.polroles) AS r ORDER BY 1) AS roles,
         pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS visible,
         pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS writable
  FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${isWatchedRelation}`;

const commands: Readonly<Record<string, string>> = {
  ...{ r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE', '*': 'ALL' },
};

/** Pure: policies of row security, each as a part of its table. */
export function policyObjects(rows: readonly PolicyRow[]): SchemaObject[] {
  return rows.map((row) => {
    const { command, roles, visible, writable } = row;
    const kind = row.is_permissive ? 'PERMISSIVE' : 'RESTRICTIVE';
    const using = visible === null ? '' : ` USING (${visible})`;
    const check = writable === null ? '' : ` WITH CHECK (${writable})`;
    const text = `AS ${kind} FOR ${commands[command] ?? command} TO ${roles.join(', ')}${using}${check}`;
    const on = `${quoteName(row.part)} ON ${quoteTable(row.db, row.name)}`;
    return partOf(row, 'policy', row.part, {
      ...{ shown: text, compared: canonicalText(text) },
      make: [`CREATE POLICY ${on} ${text}`],
      remove: [`DROP POLICY ${on}`],
    });
  });
}
