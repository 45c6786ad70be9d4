import type { SchemaKind, SchemaObject } from '../../../schema-object.js';
import { quoteIdentifier, type CatalogParts } from '@cutover/databases/postgres';
import { canonicalText } from '../canonical-text.js';
import { inSchema, isOwnOf } from '../scope.js';

export interface RoutineRow {
  db: string;
  name: string;
  /** f, p, w or a. */
  prokind: string;
  identity: string;
  definition: string | null;
  /** It holds statements of SQL as the server prints them (BEGIN ATOMIC), and no text of its author. */
  is_parsed: boolean;
  /** What an aggregate is made of. */
  aggregate: string | null;
}

/** The server prints no definition of an aggregate. */
export const routinesSelect = ({ hasParsedBody }: CatalogParts): string => `
  SELECT n.nspname AS db, p.proname AS name, p.prokind::text AS prokind,
         pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity,
         CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END AS definition,
         ${hasParsedBody} AS is_parsed,
         CASE WHEN p.prokind = 'a' THEN pg_catalog.concat_ws(', ',
           'SFUNC = ' || a.aggtransfn::text, 'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL),
           'KIND = ' || a.aggkind::text, 'FINALFUNC = ' || NULLIF(a.aggfinalfn::text, '-'),
           'COMBINEFUNC = ' || NULLIF(a.aggcombinefn::text, '-'), 'SERIALFUNC = ' || NULLIF(a.aggserialfn::text, '-'),
           'DESERIALFUNC = ' || NULLIF(a.aggdeserialfn::text, '-'), 'MSFUNC = ' || NULLIF(a.aggmtransfn::text, '-'),
           'MINVFUNC = ' || NULLIF(a.aggminvtransfn::text, '-'), 'MFINALFUNC = ' || NULLIF(a.aggmfinalfn::text, '-'),
           'INITCOND = ' || pg_catalog.quote_literal(a.agginitval),
           'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval),
           'SORTOP = ' || NULLIF(a.aggsortop::pg_catalog.regoperator::text, '0'),
           'PARALLEL = ' || p.proparallel::text, 'VOLATILITY = ' || p.provolatile::text,
           'RETURNS = ' || pg_catalog.format_type(p.prorettype, NULL)) END AS aggregate
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_proc', 'p.oid')}`;

const kinds: Readonly<Record<string, SchemaKind>> = { f: 'function', w: 'function', p: 'procedure', a: 'aggregate' };

/** Pure: functions, procedures and aggregates, by name and types of their arguments. */
export function routineObjects(rows: readonly RoutineRow[]): SchemaObject[] {
  return rows.map((row) => {
    const kind = kinds[row.prokind] ?? 'function';
    const name = `${row.name}(${withoutIn(row.identity)})`;
    const named = `${quoteIdentifier(row.db)}.${quoteIdentifier(row.name)}(${row.identity})`;
    const remove = [`DROP ${kind.toUpperCase()} ${named}`];
    if (row.definition === null)
      return inSchema({ db: row.db, name }, kind, {
        ...{ shown: row.aggregate ?? '', make: null, remove, changeInto: null },
        byHand: 'Bring its CREATE AGGREGATE from the source: pg_dump --schema-only prints it.',
      });
    const create = row.definition.trimEnd();
    return inSchema({ db: row.db, name }, kind, {
      shown: create,
      // The text of its author counts as it is: an indent can mean something in its language.
      compared: row.is_parsed ? canonicalText(create) : row.prokind === 'p' ? withPlainHead(create) : create,
      make: [create],
      remove,
      changeInto: [create],
      note: 'Where the type of the result is another one, drop the one of the target first, with what uses it. Code runs later: look at who owns it if it is SECURITY DEFINER (accounts tells).',
    });
  });
}

/** Arguments of a procedure: since version 14 the server prints IN, which means the same as nothing. */
function withoutIn(args: string): string {
  return args.replaceAll(/(^|, |\()IN /g, '$1');
}

function withPlainHead(create: string): string {
  const end = create.indexOf('\n');
  return withoutIn(create.slice(0, end)) + create.slice(end);
}
