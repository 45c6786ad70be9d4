import { quoteText } from '@cutover/databases/mysql-family';
import { comparedVariables } from './compared-variables.js';
import { isMeantToDiffer } from './meant-to-differ.js';
import type { VariablesDialect } from '../../variables-dialect.js';

/** Summer and winter of several times: what differs in none of them is taken for the same zone. */
const moments = ['1985-01-15', '1985-07-15', '2005-01-15', '2005-07-15', '2025-01-15', '2025-07-15'];

const timeZoneStatement = `
  SELECT @@GLOBAL.time_zone AS name, @@system_time_zone AS systemName,
         CONCAT(${moments.map((day) => `CONVERT_TZ('${day} 12:00:00', '+00:00', @@GLOBAL.time_zone)`).join(", ' ', ")}) AS moments`;

interface ZoneRow {
  name: string;
  systemName: string;
  /** null where the server has no table of time zones. */
  moments: string | null;
}

/** MariaDB and MySQL. Every account may read settings. */
export const mysqlFamilyVariables: VariablesDialect = {
  compared: comparedVariables,
  isMeantToDiffer,
  // Versions differ in what they have.
  isToldAlone: () => false,
  timeZoneName: 'time_zone',
  whenZoneUnknown: 'Load its time zone tables: mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql',
  async read(server, bounds) {
    const rows = await server.query<{ Variable_name: string; Value: string }>('SHOW GLOBAL VARIABLES', [], bounds);
    const [zone] = await server.query<ZoneRow>(timeZoneStatement, [], bounds);
    return {
      values: new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value])),
      timeZone: {
        text: zone?.name === 'SYSTEM' ? `SYSTEM (${zone.systemName})` : (zone?.name ?? ''),
        moments: zone?.moments ?? null,
      },
      statements: 2,
    };
  },
  line,
  mend: (name, value, isDynamic) => {
    const file = `in the configuration file of the target, below [mysqld]: ${line(name, value)}`;
    if (!isDynamic) return { on: 'target', statements: [], note: `Only a restart sets it. Write ${file}.` };
    return {
      ...{ on: 'target', statements: [`SET GLOBAL ${name} = ${literal(value)};`] },
      note: `New connections have it. So that it survives a restart, write ${file}.`,
    };
  },
};

function line(name: string, value: string): string {
  return `${name} = ${value === '' ? "''" : value}`;
}

/** Numbers and words such as ON stand as they are. */
function literal(value: string): string {
  return /^-?\d+(\.\d+)?$|^(ON|OFF)$/.test(value) ? value : quoteText(value);
}
