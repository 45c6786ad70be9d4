import { quoteText } from '@cutover/databases/mysql-family';
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
  set: (name, value) => `SET GLOBAL ${name} = ${literal(value)};`,
  line: (name, value) => `${name} = ${value === '' ? "''" : value}`,
};

/** Numbers and words such as ON stand as they are. */
function literal(value: string): string {
  return /^-?\d+(\.\d+)?$|^(ON|OFF)$/.test(value) ? value : quoteText(value);
}
