import { createHash } from 'node:crypto';
import type { Role } from '@cutover/lab';
import type { SoakPair } from './pair.js';
import type { Stage } from './stage.js';

/**
 * Reads every row of both sides, which must stand still, and compares them with what the truth says. Returns what is
 * not so: then something has changed rows that the soak knows nothing of, and no judgement can be trusted.
 */
export async function reckon({ pair, oracle }: Stage): Promise<string[]> {
  const wrong: string[] = [];
  for (const table of oracle.truth.tables) {
    const name = oracle.truth.names.nameOf(table);
    const [source, target] = [await readRows(pair, 'source', name), await readRows(pair, 'target', name)];
    const ids = new Set([...source.keys(), ...target.keys()]);
    const differing = [...ids].filter((id) => source.get(id) !== target.get(id)).sort();
    const planted = oracle.truth.standing(table).map(({ key }) => key ?? 'the whole table');
    const unknown = differing.filter((id) => !planted.includes(id));
    const gone = planted.filter((id) => !differing.includes(id));
    if (unknown.length > 0) wrong.push(`${name}: rows that nobody planted differ: ${unknown.slice(0, 10).join(', ')}`);
    if (gone.length > 0) wrong.push(`${name}: rows that were planted are equal: ${gone.slice(0, 10).join(', ')}`);
  }
  return wrong;
}

/** Each id with a digest of its row, or of its rows where the table has no key. */
async function readRows(pair: SoakPair, role: Role, name: string): Promise<Map<string, string>> {
  const rows = await pair.onSide(role, (session) => session.rows(`SELECT * FROM ${name}`));
  const byId = new Map<string, string[]>();
  for (const row of rows) {
    const digest = createHash('sha1').update(JSON.stringify(row)).digest('hex');
    const id = String(row['id']);
    byId.set(id, [...(byId.get(id) ?? []), digest]);
  }
  return new Map([...byId].map(([id, digests]) => [id, digests.sort().join(' ')]));
}
