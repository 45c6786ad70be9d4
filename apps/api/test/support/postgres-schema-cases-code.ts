import { probe, type PostgresSchemaCase } from './postgres-schema-cases.js';

const table = (name: string): string => `CREATE TABLE ${name} (id integer PRIMARY KEY, a integer, b text)`;
const body = (text: string): string => `RETURNS trigger LANGUAGE plpgsql AS $$BEGIN ${text} RETURN NEW; END$$`;

/** Differences of code, types and what belongs to the database. */
export const postgresCodeCases: readonly PostgresSchemaCase[] = [
  {
    name: 'triggers',
    both: [
      `CREATE FUNCTION fired() ${body('')}`,
      ...['trg_missing', 'trg_changed', 'trg_mode', 'trg_extra'].map(table),
      'CREATE TRIGGER tr_mode BEFORE INSERT ON trg_mode FOR EACH ROW EXECUTE FUNCTION fired()',
    ],
    source: [
      'CREATE TRIGGER tr_m BEFORE INSERT OR UPDATE OF a ON trg_missing FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION fired()',
      'ALTER TABLE trg_missing ENABLE ALWAYS TRIGGER tr_m',
      'CREATE TRIGGER tr_c BEFORE INSERT ON trg_changed FOR EACH ROW EXECUTE FUNCTION fired()',
    ],
    target: [
      'CREATE TRIGGER tr_c AFTER INSERT ON trg_changed FOR EACH ROW EXECUTE FUNCTION fired()',
      'CREATE TRIGGER tr_e AFTER DELETE ON trg_extra FOR EACH ROW EXECUTE FUNCTION fired()',
      'ALTER TABLE trg_mode DISABLE TRIGGER tr_mode',
    ],
    told: [
      `!trigger ${probe}.trg_missing trigger tr_m`,
      `!trigger ${probe}.trg_changed trigger tr_c`,
      `!trigger ${probe}.trg_extra trigger tr_e`,
      `!trigger ${probe}.trg_mode trigger tr_mode`,
    ],
  },
  {
    name: 'rule',
    both: [table('ruled')],
    source: ['CREATE RULE keep AS ON DELETE TO ruled DO INSTEAD NOTHING'],
    told: [`!rule ${probe}.ruled rule keep`],
  },
  {
    name: 'policies',
    both: [table('guarded'), 'ALTER TABLE guarded ENABLE ROW LEVEL SECURITY', table('unguarded')],
    source: [
      'CREATE POLICY own ON guarded FOR UPDATE TO PUBLIC USING (a = 1) WITH CHECK (a > 0)',
      'ALTER TABLE unguarded ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE unguarded FORCE ROW LEVEL SECURITY',
    ],
    target: ['CREATE POLICY own ON guarded FOR UPDATE TO PUBLIC USING (a = 1)'],
    told: [`!policy ${probe}.guarded policy own`, `!row security ${probe}.unguarded -`],
  },
  {
    name: 'views',
    both: [table('seen')],
    source: [
      'CREATE VIEW v_missing WITH (security_barrier = true) AS SELECT s.id, s.a FROM seen s WHERE s.a > 0',
      'CREATE VIEW v_changed AS SELECT id FROM seen WHERE a > 0',
      'CREATE VIEW v_columns AS SELECT id FROM seen',
      'CREATE MATERIALIZED VIEW m_missing AS SELECT a FROM seen',
      'CREATE MATERIALIZED VIEW m_filled AS SELECT a FROM seen',
      'CREATE MATERIALIZED VIEW m_changed AS SELECT a FROM seen',
    ],
    target: [
      'CREATE VIEW v_changed AS SELECT id FROM seen WHERE a > 1',
      'CREATE VIEW v_columns AS SELECT id, a FROM seen',
      'CREATE VIEW v_extra AS SELECT 1 AS one',
      'CREATE MATERIALIZED VIEW m_filled AS SELECT a FROM seen WITH NO DATA',
      'CREATE MATERIALIZED VIEW m_changed AS SELECT id AS a FROM seen',
    ],
    told: [
      ...['v_missing', 'v_changed', 'v_columns', 'v_extra'].map((name) => `!view ${probe}.${name} -`),
      ...['m_missing', 'm_filled', 'm_changed'].map((name) => `!materialized view ${probe}.${name} -`),
    ],
    // One whose columns are others has to be dropped first.
    isBeyondStatements: ['view v_columns', 'materialized view m_changed'],
  },
  {
    name: 'routines',
    both: [],
    source: [
      "CREATE FUNCTION f_missing(x integer, OUT y text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = 'public' AS $f$ SELECT 'a'::text $f$",
      'CREATE FUNCTION f_changed(x integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RETURN x + 1; END$$',
      'CREATE PROCEDURE p_missing(INOUT x integer) LANGUAGE plpgsql AS $$BEGIN x := 1; END$$',
      'CREATE AGGREGATE g_changed (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = 1)',
    ],
    target: [
      'CREATE FUNCTION f_changed(x integer) RETURNS integer LANGUAGE plpgsql AS $$BEGIN RETURN x + 1; END$$',
      'CREATE FUNCTION f_extra(x text) RETURNS integer LANGUAGE sql AS $$SELECT 1$$',
      'CREATE AGGREGATE g_changed (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = 0)',
    ],
    told: [
      `!function ${probe}.f_missing(x integer, OUT y text) -`,
      `!function ${probe}.f_changed(x integer) -`,
      `!function ${probe}.f_extra(x text) -`,
      `!procedure ${probe}.p_missing(INOUT x integer) -`,
      `!aggregate ${probe}.g_changed(integer) -`,
    ],
    isBeyondStatements: ['aggregate g_changed(integer)'],
  },
  {
    name: 'types',
    source: [
      "CREATE TYPE e_label AS ENUM ('a', 'it''s', 'c')",
      "CREATE TYPE e_order AS ENUM ('a', 'b')",
      'CREATE DOMAIN d_missing AS text COLLATE "C" DEFAULT \'x\' NOT NULL CONSTRAINT long CHECK (length(VALUE) > 1)',
      'CREATE DOMAIN d_changed AS integer CONSTRAINT positive CHECK (VALUE > 0)',
      'CREATE TYPE c_missing AS (x integer, y varchar(10))',
      'CREATE TYPE r_missing AS RANGE (subtype = float8, subtype_diff = float8mi)',
    ],
    target: [
      "CREATE TYPE e_label AS ENUM ('a', 'c')",
      "CREATE TYPE e_order AS ENUM ('b', 'a')",
      'CREATE DOMAIN d_changed AS integer CONSTRAINT positive CHECK (VALUE >= 0)',
    ],
    told: ['e_label', 'e_order', 'd_missing', 'd_changed', 'c_missing', 'r_missing'].map(
      (name) => `!type ${probe}.${name} -`,
    ),
    isBeyondStatements: ['type e_order', 'type d_changed'],
  },
  {
    name: 'sequences',
    source: ['CREATE SEQUENCE s_missing', 'CREATE SEQUENCE s_changed AS integer INCREMENT 10 CACHE 5 CYCLE'],
    target: ['CREATE SEQUENCE s_changed'],
    told: [`!sequence ${probe}.s_missing -`, `!sequence ${probe}.s_changed -`],
  },
  {
    name: 'comments',
    both: [table('noted')],
    source: ["COMMENT ON TABLE noted IS 'it''s'", "COMMENT ON COLUMN noted.a IS 'one'"],
    target: ["COMMENT ON COLUMN noted.a IS 'two'", "COMMENT ON COLUMN noted.b IS 'three'"],
    told: [
      `comment ${probe}.noted comment table`,
      `comment ${probe}.noted.a comment table column`,
      `comment ${probe}.noted.b comment table column`,
    ],
  },
  {
    name: 'statistics',
    both: [table('counted')],
    source: ['CREATE STATISTICS st (dependencies) ON a, b FROM counted'],
    told: [`statistics ${probe}.st -`],
  },
  {
    name: 'of the database',
    both: [
      'CREATE FUNCTION ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$',
      "CREATE FUNCTION told(e_label) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
      "CREATE COLLATION co (provider = icu, locale = 'de-u-co-phonebk')",
    ],
    source: [
      `CREATE EVENT TRIGGER parity_probe_trigger ON ddl_command_end WHEN TAG IN ('CREATE CAST') EXECUTE FUNCTION ${probe}.ddl()`,
      `CREATE CAST (e_label AS integer) WITH FUNCTION ${probe}.told(e_label)`,
      "CREATE COLLATION co_missing (provider = icu, locale = 'sv')",
      'CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, COMMUTATOR = ===)',
      `CREATE TEXT SEARCH CONFIGURATION search_missing (COPY = simple)`,
      'CREATE EXTENSION citext',
    ],
    told: [
      '!event trigger parity_probe_trigger -',
      `!cast (${probe}.e_label AS integer) -`,
      `!collation ${probe}.co_missing -`,
      `!operator ${probe}.===(integer,integer) -`,
      `!text search ${probe}.search_missing -`,
      '!extension citext -',
    ],
    isBeyondStatements: ['collation co_missing', 'operator ===', 'text search search_missing'],
  },
];
