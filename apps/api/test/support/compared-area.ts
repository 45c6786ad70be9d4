import type { ParityDifference, Role } from '@cutover/contracts';
import type { AnyLab, Lab } from '@cutover/lab';
import type { AreaReading, ComparedArea } from '../../src/parity/parity-area.js';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { configOf } from './lab-pair.js';
import { startConnections, whenUp } from './watched-pair.js';

/** What one area says of the pair now, with the accounts of the lab or others. */
export async function comparedBy(
  area: ComparedArea,
  lab: AnyLab,
  sides: Partial<Record<Role, EndpointConfig>> = {},
  watched: Pick<Parameters<typeof configOf>[1] & object, 'schemas'> = {},
): Promise<AreaReading> {
  const config = configOf(lab, { ...sides, ...watched });
  const [migration] = config.migrations;
  if (migration === undefined) throw new Error('No migration');
  const connections = await whenUp(startConnections(config));
  try {
    const pair = { source: connections.get('shop', 'source'), target: connections.get('shop', 'target') };
    return await area.compare({ migration, connections: pair, bounds: { timeoutMs: 30_000 } });
  } finally {
    await connections.onApplicationShutdown();
  }
}

/** Does what a difference tells people to do, in one session of an administrator. */
export async function mendAsTold(lab: Lab, { mend, object, part }: ParityDifference): Promise<void> {
  if (mend === null) throw new Error(`Nothing is told to mend ${part ?? ''} of ${object}`);
  const shown = /SHOW CREATE USER (.+?)(?=[.;] It prints|$)/.exec(mend.note ?? '')?.[0];
  const printed = mend.on === 'source' ? mend.statements : shown === undefined ? [] : [...showing(mend.note), shown];
  const copied = printed.length === 0 ? [] : [await printedBy(lab, printed)];
  const asTold = part === null ? copied : copied.map((line) => line.replace(/^CREATE USER/, 'ALTER USER'));
  await lab.withoutBinaryLog('target', async (root) => {
    for (const statement of [...asTold, ...(mend.on === 'target' ? mend.statements : [])]) await root.query(statement);
  });
}

/** MySQL prints a hash that can be copied after a setting only. */
const showing = (note: string | null): string[] =>
  note?.includes('print_identified_with_as_hex') === true ? ['SET SESSION print_identified_with_as_hex = ON'] : [];

async function printedBy(lab: Lab, statements: readonly string[]): Promise<string> {
  return lab.withAdmin('source', async (root) => {
    let line = '';
    for (const statement of statements) {
      const [rows] = await root.query(statement);
      if (Array.isArray(rows)) line = String(Object.values((rows[0] ?? {}) as Record<string, unknown>)[0]);
    }
    return line;
  });
}
