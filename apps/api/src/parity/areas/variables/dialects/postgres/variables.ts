import { catalogOf, type CatalogParts } from '@cutover/databases/postgres';
import type { ServerConnection } from '@cutover/databases';
import { grantToUs, quoteLiteral } from '@cutover/databases/postgres';
import { quoteSetting } from '../../../../../tables/dialects/postgres/quote-setting.js';
import { giveRight } from '../../../../parity-area.js';
import type { SideVariables, VariablesDialect } from '../../variables-dialect.js';
import { comparedSettings, guardedSettings } from './compared-settings.js';

/** Summer and winter of several times: what differs in none of them is taken for the same zone. */
const moments = ['1985-01-15', '1985-07-15', '2005-01-15', '2005-07-15', '2025-01-15', '2025-07-15'];

interface SettingRow {
  name: string;
  value: string;
  category: string;
  is_pending: boolean;
}

/**
 * What a session begins with, as our own settings do not change it. What ALTER DATABASE or ALTER ROLE has set is left out: the area of
 * accounts tells of it.
 */
const settingsStatement = `
  SELECT pg_catalog.lower(s.name) AS name, COALESCE(s.reset_val, '') AS value, s.category, s.pending_restart AS is_pending
  FROM pg_catalog.pg_settings s
  WHERE NOT EXISTS (
    SELECT FROM pg_catalog.pg_db_role_setting r, pg_catalog.unnest(r.setconfig) AS one (line)
    WHERE pg_catalog.lower(pg_catalog.split_part(one.line, '=', 1)) = pg_catalog.lower(s.name)
      AND r.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
      AND (r.setrole = 0 OR r.setrole = (SELECT a.oid FROM pg_catalog.pg_roles a WHERE a.rolname = current_user)))`;

interface DatabaseRow {
  encoding: string;
  provider: string;
  collation: string;
  ctype: string;
  locale: string | null;
  rules: string | null;
  version: string | null;
  may_read_all: boolean;
  zone: string;
  moments: string;
}

/** Columns of pg_database differ by version: the row as JSON has each under its name, or has it not. */
const databaseStatement = ({ databaseProvider, databaseCollation }: CatalogParts): string => `
  SELECT pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
         CASE ${databaseProvider} WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' ELSE 'builtin' END AS provider,
         d.datcollate AS collation, d.datctype AS ctype,
         COALESCE(j.row ->> 'datlocale', j.row ->> 'daticulocale') AS locale, j.row ->> 'daticurules' AS rules,
         ${databaseCollation.recorded} AS version, pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') AS may_read_all,
         z.name AS zone, pg_catalog.concat_ws(' ', ${moments.map((day) => `(TIMESTAMPTZ '${day} 12:00+00' AT TIME ZONE z.name)`).join(', ')}) AS moments
  FROM pg_catalog.pg_database d CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(d.*)) AS j (row)
  CROSS JOIN LATERAL (SELECT COALESCE((SELECT s.reset_val FROM pg_catalog.pg_settings s WHERE s.name = 'TimeZone'), 'UTC')) AS z (name)
  WHERE d.datname = pg_catalog.current_database()`;

/** Categories of pg_settings that two servers have each for itself: places, memory, the log, replication, what is written down. */
const meantToDiffer =
  /^(File Locations|Resource Usage|Write-Ahead Log|Replication|Query Tuning|Reporting and Logging|Process Title|Statistics|Autovacuum|Vacuuming|Preset Options|Developer Options|Error Handling|Connections and Authentication|Lock Management)/;
/** Those of other categories that say who we are, or what runs now. */
const ofThisSession =
  /^(client_encoding|application_name|transaction_(isolation|read_only|deferrable)|timezone|is_superuser|session_authorization|role|seed|in_hot_standby)$/;

const listed = new Set(comparedSettings.flatMap(({ names }) => names));

/** PostgreSQL. */
export const postgresVariables: VariablesDialect = {
  compared: comparedSettings,
  isMeantToDiffer: () => false,
  // Of Amazon RDS: what they demand (TLS, say) the other side does not. Settings of an extension come and go with its library.
  isToldAlone: (name) => name.startsWith('rds.'),
  timeZoneName: 'timezone',
  whenZoneUnknown: 'Compare SHOW TimeZone on both sides by hand.',
  async read(server, bounds): Promise<SideVariables> {
    const rows = await server.query<SettingRow>(settingsStatement, [], bounds);
    const [database] = await server.query<DatabaseRow>(databaseStatement(catalogOf(server)), [], bounds);
    const values = new Map(
      rows
        .filter(({ name, category }) => listed.has(name) || !(meantToDiffer.test(category) || ofThisSession.test(name)))
        .map(({ name, value }) => [name, value]),
    );
    for (const [name, value] of Object.entries(valuesOf(database))) values.set(name, value);
    return {
      values,
      timeZone: { text: database?.zone ?? '', moments: database?.moments ?? null },
      pending: rows.filter(({ is_pending }) => is_pending).map(({ name }) => name),
      unread: database?.may_read_all === true ? [] : [hidden(server)],
      statements: 2,
    };
  },
  line: (name, value) => `${name} = ${quoteLiteral(value)}`,
  mend: (name, value, isDynamic) => {
    const reload = isDynamic ? ['SELECT pg_reload_conf();'] : [];
    const next = isDynamic
      ? 'New sessions have it, and it survives a restart (postgresql.auto.conf).'
      : 'Restart the target then: nothing else puts it in force.';
    // An empty text would be a list of one library without a name, and every login would fail.
    if (value === '')
      return {
        ...{ on: 'target', statements: [`ALTER SYSTEM RESET ${name};`, ...reload] },
        note: `${next} Where the configuration file itself sets it, take the line out of there.`,
      };
    return { on: 'target', statements: [`ALTER SYSTEM SET ${name} = ${quoteSetting(value)};`, ...reload], note: next };
  },
};

function valuesOf(row: DatabaseRow | undefined): Record<string, string> {
  if (row === undefined) return {};
  return {
    'encoding of the database': row.encoding,
    'locale provider of the database': row.provider,
    'collation of the database': row.collation,
    'character type of the database': row.ctype,
    'ICU locale of the database': row.locale ?? '',
    'ICU rules of the database': row.rules ?? '',
    ...(row.version === null ? {} : { 'collation version of the database': row.version }),
  };
}

function hidden(server: ServerConnection): NonNullable<SideVariables['unread']>[number] {
  return {
    what: `settings ${guardedSettings.join(', ')}`,
    reason: 'the server shows them to members of pg_read_all_settings only',
    action: giveRight,
    grants: [grantToUs('pg_read_all_settings', server)],
    blocks: false,
  };
}
