import type { Lab, Role } from '../src/index.js';
import { rowsOf, type Row } from '../src/engines/mysql-family/admin.js';

/** The rows a statement returns on one side, as root. */
export function ask(lab: Lab, role: Role, sql: string): Promise<Row[]> {
  return lab.withAdmin(role, (connection) => rowsOf(connection, sql));
}

/** One value of the first row. */
export async function askOne(lab: Lab, role: Role, sql: string): Promise<unknown> {
  const [row] = await ask(lab, role, sql);
  return row && Object.values(row)[0];
}

/** CHECKSUM TABLE of every table that exists on this side. */
export async function checksums(lab: Lab, role: Role): Promise<Record<string, string>> {
  const names = await ask(
    lab,
    role,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  );
  const list = names.map(({ name }) => `\`${String(name)}\``).sort();
  const rows = await ask(lab, role, `CHECKSUM TABLE ${list.join(', ')}`);
  return Object.fromEntries(rows.map((row) => [String(row['Table']), String(row['Checksum'])]));
}
