import type { SchemaKind, SchemaObject } from '../../../schema-object.js';
import { quoteIdentifier } from '@cutover/databases/postgres';
import { canonicalText } from '../canonical-text.js';
import { inDatabase, inSchema, isOwnOf } from '../scope.js';

/** Something that is compared as one text. */
export interface NamedRow {
  /** Empty: it belongs to the database. */
  db: string;
  name: string;
  kind: SchemaKind;
  text: string;
  /** The text for people, where `text` may hold what is not shown. */
  shown: string | null;
  /** null: no single statement makes it. */
  statement: string | null;
}

/**
 * Columns of pg_collation differ by version: the row as JSON has each under its name, or has it not. One of ICU has a locale alone;
 * before 15 that stands in both columns of the C library, too.
 */
const collations = `
  SELECT n.nspname AS db, l.collname AS name, 'collation' AS kind,
         pg_catalog.concat_ws(', ', 'provider = ' || l.collprovider::text, 'deterministic = ' || l.collisdeterministic::text,
           'locale = ' || COALESCE(j.row ->> 'colllocale', j.row ->> 'colliculocale', l.collcollate),
           CASE WHEN l.collprovider <> 'i' THEN 'ctype = ' || l.collctype END, 'rules = ' || (j.row ->> 'collicurules')) AS text,
         NULL AS shown, NULL AS statement
  FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
  CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(l.*)) AS j (row)
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_collation', 'l.oid')}`;

const operators = `
  SELECT n.nspname, pg_catalog.format('%s(%s,%s)', o.oprname, pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL),
           pg_catalog.format_type(NULLIF(o.oprright, 0), NULL)), 'operator',
         pg_catalog.concat_ws(', ', 'FUNCTION = ' || o.oprcode::text, 'COMMUTATOR = ' || NULLIF(o.oprcom::pg_catalog.regoperator::text, '0'),
           'NEGATOR = ' || NULLIF(o.oprnegate::pg_catalog.regoperator::text, '0'), 'RESTRICT = ' || NULLIF(o.oprrest::text, '-'),
           'JOIN = ' || NULLIF(o.oprjoin::text, '-'), CASE WHEN o.oprcanhash THEN 'HASHES' END,
           CASE WHEN o.oprcanmerge THEN 'MERGES' END), NULL, NULL
  FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_operator', 'o.oid')}`;

const operatorClasses = `
  SELECT n.nspname, o.opcname || ' USING ' || m.amname, 'operator class',
         pg_catalog.concat_ws(', ', 'FOR TYPE ' || pg_catalog.format_type(o.opcintype, NULL), CASE WHEN o.opcdefault THEN 'DEFAULT' END,
           'STORAGE ' || pg_catalog.format_type(NULLIF(o.opckeytype, 0), NULL),
           (SELECT pg_catalog.string_agg(a.amopstrategy || ' ' || a.amopopr::pg_catalog.regoperator::text, ', '
              ORDER BY a.amopstrategy, a.amopopr::pg_catalog.regoperator::text)
            FROM pg_catalog.pg_amop a WHERE a.amopfamily = o.opcfamily),
           (SELECT pg_catalog.string_agg(a.amprocnum || ' ' || a.amproc::pg_catalog.regprocedure::text, ', '
              ORDER BY a.amprocnum, a.amproc::pg_catalog.regprocedure::text)
            FROM pg_catalog.pg_amproc a WHERE a.amprocfamily = o.opcfamily)), NULL, NULL
  FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
  JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_opclass', 'o.oid')}`;

/** Those of the server have an oid below 16384 (FirstNormalObjectId). */
const casts = `
  SELECT '', pg_catalog.format('(%s AS %s)', pg_catalog.format_type(k.castsource, NULL), pg_catalog.format_type(k.casttarget, NULL)), 'cast',
         pg_catalog.format('%s, context %s', CASE k.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || k.castfunc::pg_catalog.regprocedure::text
           WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END, k.castcontext), NULL,
         pg_catalog.format('CREATE CAST (%s AS %s) %s%s', pg_catalog.format_type(k.castsource, NULL), pg_catalog.format_type(k.casttarget, NULL),
           CASE k.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || k.castfunc::pg_catalog.regprocedure::text
             WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
           CASE k.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END)
  FROM pg_catalog.pg_cast k WHERE k.oid >= 16384 AND ${isOwnOf('pg_cast', 'k.oid')}`;

const textSearch = `
  SELECT n.nspname, t.cfgname, 'text search',
         'configuration, parser ' || p.prsname || COALESCE(': ' || (
           SELECT pg_catalog.string_agg(y.alias || ' ' || m.mapdict::pg_catalog.regdictionary::text, ', ' ORDER BY y.alias, m.mapseqno)
           FROM pg_catalog.pg_ts_config_map m JOIN pg_catalog.ts_token_type(t.cfgparser) y ON y.tokid = m.maptokentype
           WHERE m.mapcfg = t.oid), ''), NULL, NULL
  FROM pg_catalog.pg_ts_config t JOIN pg_catalog.pg_namespace n ON n.oid = t.cfgnamespace
  JOIN pg_catalog.pg_ts_parser p ON p.oid = t.cfgparser
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_ts_config', 't.oid')}
  UNION ALL
  SELECT n.nspname, t.dictname || ' (dictionary)', 'text search',
         pg_catalog.concat_ws(' ', 'dictionary, template', p.tmplname, t.dictinitoption), NULL, NULL
  FROM pg_catalog.pg_ts_dict t JOIN pg_catalog.pg_namespace n ON n.oid = t.dictnamespace
  JOIN pg_catalog.pg_ts_template p ON p.oid = t.dicttemplate
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_ts_dict', 't.oid')}`;

const statistics = `
  SELECT n.nspname, s.stxname, 'statistics', pg_catalog.pg_get_statisticsobjdef(s.oid), NULL,
         pg_catalog.pg_get_statisticsobjdef(s.oid)
  FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
  WHERE n.nspname = ANY ($1) AND ${isOwnOf('pg_statistic_ext', 's.oid')}`;

/** Amazon RDS has some of its own. */
const eventTriggers = `
  SELECT '', t.evtname, 'event trigger',
         pg_catalog.format('ON %s%s EXECUTE FUNCTION %s(), enabled %s', t.evtevent,
           COALESCE(' WHEN TAG IN (''' || pg_catalog.array_to_string(t.evttags, ''', ''') || ''')', ''),
           t.evtfoid::pg_catalog.regproc, t.evtenabled), NULL,
         CASE WHEN t.evtenabled = 'O' THEN pg_catalog.format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', t.evtname, t.evtevent,
           COALESCE(' WHEN TAG IN (''' || pg_catalog.array_to_string(t.evttags, ''', ''') || ''')', ''),
           t.evtfoid::pg_catalog.regproc) END
  FROM pg_catalog.pg_event_trigger t
  WHERE pg_catalog.pg_get_userbyid(t.evtowner) <> 'rdsadmin' AND ${isOwnOf('pg_event_trigger', 't.oid')}`;

/** Values of options can be secret: their names are shown. Options of user mappings are never read. */
const foreignServers = `
  SELECT '', s.srvname, 'foreign server',
         pg_catalog.concat_ws(E'\\n', w.fdwname, s.srvtype, s.srvversion, (SELECT pg_catalog.string_agg(x, E'\\n' ORDER BY x) FROM pg_catalog.unnest(s.srvoptions) x),
           (SELECT pg_catalog.string_agg('mapping of ' || m.usename, E'\\n' ORDER BY m.usename) FROM pg_catalog.pg_user_mappings m WHERE m.srvid = s.oid)),
         pg_catalog.format('of %s, options: %s; mappings of: %s', w.fdwname,
           (SELECT pg_catalog.string_agg(pg_catalog.split_part(x, '=', 1), ', ' ORDER BY x) FROM pg_catalog.unnest(s.srvoptions) x),
           (SELECT pg_catalog.string_agg(m.usename, ', ' ORDER BY m.usename) FROM pg_catalog.pg_user_mappings m WHERE m.srvid = s.oid)), NULL
  FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  WHERE ${isOwnOf('pg_foreign_server', 's.oid')}`;

/** What is compared as one text, one statement each, with what it is called where it cannot be read. */
export const namedSelects: Readonly<
  Record<string, { sql: string; kinds: readonly SchemaKind[]; isOfSchemas: boolean }>
> = {
  collations: { sql: collations, kinds: ['collation'], isOfSchemas: true },
  'operators and their classes': {
    ...{ sql: `${operators} UNION ALL ${operatorClasses}`, kinds: ['operator', 'operator class'], isOfSchemas: true },
  },
  casts: { sql: casts, kinds: ['cast'], isOfSchemas: false },
  'text search': { sql: textSearch, kinds: ['text search'], isOfSchemas: true },
  statistics: { sql: statistics, kinds: ['statistics'], isOfSchemas: true },
  'event triggers': { sql: eventTriggers, kinds: ['event trigger'], isOfSchemas: false },
  'foreign servers': { sql: foreignServers, kinds: ['foreign server'], isOfSchemas: false },
};

const drops: Partial<Record<SchemaKind, string>> = {
  ...{ statistics: 'STATISTICS', 'event trigger': 'EVENT TRIGGER', collation: 'COLLATION', cast: 'CAST' },
};

/** The statement of one of them, with the names of its columns. */
export function namedSelect(sql: string): string {
  return `SELECT * FROM (${sql}) AS listed (db, name, kind, text, shown, statement)`;
}

/** Pure: each as one text. */
export function namedObjects(rows: readonly NamedRow[]): SchemaObject[] {
  return rows.map((row) => {
    const { db, name, kind, text, shown, statement } = row;
    const drop = drops[kind];
    const quoted = kind === 'cast' ? name : `${db === '' ? '' : `${quoteIdentifier(db)}.`}${quoteIdentifier(name)}`;
    const rest = {
      ...{ shown: shown ?? text, compared: kind === 'statistics' ? canonicalText(text) : text },
      make: statement === null ? null : [statement],
      remove: drop === undefined ? null : [`DROP ${drop} ${quoted}`],
      byHand: 'Bring its definition from the source: pg_dump --schema-only prints it.',
    };
    return db === '' ? inDatabase(name, kind, rest) : inSchema({ db, name }, kind, rest);
  });
}
