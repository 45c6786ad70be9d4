import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import type { PairHistory } from './pair-history.js';
import { PairHistoryService } from './pair-history.service.js';

const intervalSeconds = 8;
const atMs = Date.parse('2026-05-01T12:00:00.000Z');

class HeldClock extends Clock {
  override nowMs = (): number => atMs;
  override monotonicMs = (): number => 1_000_000;
}

const row = { system: '7', timeline: '1', database_oid: '5', database: 'shop', log: '0/100', parts: '{}' };
const endpoint = (host: string) => ({ host, username: 'u', password: 'p', database: 'shop' });

/** One look at a pair whose target told another database `ageMs` ago; null: it does not answer. */
async function looked(ageMs: number | null): Promise<{ freshMs: Record<Role, number>; look: PairHistory['look'] }> {
  const freshMs = { source: NaN, target: NaN };
  const server = (role: Role): Partial<ServerConnection> => ({
    ...{ role, engine: 'postgres', database: 'shop', identity: () => null },
    ofServer: async <T>(_: string, fresh: number) => {
      freshMs[role] = fresh;
      if (role === 'target' && ageMs === null) throw new Error('it is away');
      return { value: [row] as T, ageMs: role === 'target' ? (ageMs ?? 0) : 0 };
    },
  });
  const connections = { get: (_: string, role: Role) => server(role) } as unknown as ConnectionsService;
  const saved: PairHistory[] = [];
  const kept = { loadAll: async () => new Map(), save: async (_: string, each: PairHistory) => void saved.push(each) };
  const pair = { engine: 'postgres', name: 'shop', source: endpoint('a'), target: endpoint('b'), schemas: ['public'] };
  const config = configSchema.parse({ monitoring: { intervalSeconds }, migrations: [pair] });
  await new PairHistoryService(config, connections, kept, new HeldClock()).measure('shop', AbortSignal.timeout(60_000));
  return { freshMs, look: saved[0]!.look };
}

it('takes of the source only what was asked after the target had answered', async () => {
  expect((await looked(700)).freshMs).toEqual({ target: 4_000, source: 700 });
  expect((await looked(0)).freshMs).toEqual({ target: 4_000, source: 0 });
  // There is nothing that it could contradict.
  expect((await looked(null)).freshMs).toEqual({ target: 4_000, source: 4_000 });
});

it('says of a look that was made for another database when that was', async () => {
  const { look } = await looked(700);
  expect([look.target?.at, look.source?.at]).toEqual(['2026-05-01T11:59:59.300Z', '2026-05-01T12:00:00.000Z']);
});
