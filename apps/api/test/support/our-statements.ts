import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';

/**
 * Statements of our account that compare a table on one side now, as root sees them. The look at our rights is none of
 * them: it reads no row, and waits for a lock whenever one is held, whatever else runs.
 */
export async function comparing(lab: Lab, role: Role, table: string): Promise<number> {
  return lab.withAdmin(role, async (root) => {
    const [rows] = await root.query("SELECT INFO FROM information_schema.PROCESSLIST WHERE USER = 'cutover'");
    const statements = (rows as { INFO: string | null }[]).map(({ INFO }) => INFO ?? '');
    return statements.filter((sql) => sql.includes(`\`${table}\``) && !sql.startsWith('SELECT 1 FROM ')).length;
  });
}

/** Sessions of our account on one side. A server takes a moment to let one go whose client has left. */
export async function ourSessions(lab: Lab, role: Role): Promise<number> {
  return lab.withAdmin(role, async (root) => {
    const [rows] = await root.query("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'cutover'");
    return (rows as unknown[]).length;
  });
}
