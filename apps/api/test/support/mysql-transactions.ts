import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { runOn } from './run-on.js';

/** The first value of the first row, as text. */
export async function readOn(lab: Lab, role: Role, sql: string): Promise<string> {
  const [found] = await lab.withAdmin(role, (root) => root.query(sql));
  return String(Object.values((found as object[])[0] ?? {})[0]);
}

/** MySQL: an empty transaction in the place of another. Whoever has it already applies the other one never. */
export function putEmpty(lab: Lab, role: Role, gtid: string): Promise<void> {
  return runOn(lab, role, `SET gtid_next = '${gtid}'`, 'BEGIN', 'COMMIT', "SET gtid_next = 'AUTOMATIC'");
}

/** MySQL: the GTID of a transaction of the source, counted from the last one that it wrote. */
export async function sourceGtid(lab: Lab, ahead: number): Promise<string> {
  const uuid = await readOn(lab, 'source', 'SELECT @@server_uuid');
  const executed = (await readOn(lab, 'source', 'SELECT @@GLOBAL.gtid_executed')).replaceAll(/\s/g, '');
  const own = executed.split(',').find((part) => part.startsWith(uuid)) ?? '';
  const last = /(\d+)$/.exec(own)?.[1];
  if (last === undefined) throw new Error(`${executed} holds nothing of ${uuid}`);
  return `${uuid}:${Number(last) + ahead}`;
}
