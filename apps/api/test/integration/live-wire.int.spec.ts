import type { Socket as TcpSocket } from 'node:net';
import {
  socketPath,
  type ClientToServerEvents,
  type MigrationUpdate,
  type ServerToClientEvents,
} from '@cutover/contracts';
import { migrationUpdateSchema, runProgressSchema } from '@cutover/contracts';
import { io, type Socket } from 'socket.io-client';
import { connectDeaf } from '../support/deaf-client.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

type Client = Socket<ServerToClientEvents, ClientToServerEvents>;

/** What a socket receives: everything once, then only what changed. */
describe('the wire', () => {
  let product: Product;
  const sockets: Client[] = [];
  const raw: TcpSocket[] = [];

  beforeAll(async () => {
    // Comparisons run once, after the start; later ones are asked for by the tests. So that one waits for a busy machine.
    product = await startProduct(await labPair(), {
      monitoring: { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60, proofWaitSeconds: 60 },
    });
    await eventually('the pair is safe', async () => {
      const { verdict, tables } = await product.get<MigrationUpdate>('/api/migrations/shop');
      return verdict.answer === 'safe' && tables.consistency.matched === tables.watched;
    });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
    for (const socket of raw.splice(0)) socket.destroy();
  });
  afterAll(() => product.end());

  /** A client, and every update it was sent. */
  function listen(auth: Record<string, unknown> = {}): { socket: Client; updates: MigrationUpdate[] } {
    const socket: Client = io(product.url, { path: socketPath, transports: ['websocket'], forceNew: true, auth });
    sockets.push(socket);
    const updates: MigrationUpdate[] = [];
    socket.on('metrics_update', ({ data }) => updates.push(data));
    return { socket, updates };
  }

  it('begins with all tables, then carries those that a run compared and no others, each run without its results', async () => {
    const { socket, updates } = listen();
    const runs: unknown[] = [];
    socket.on('checksum_progress', ({ data }) => runs.push(data));
    await eventually('the snapshot', () => updates.length > 0);
    const [first] = updates;
    expect(migrationUpdateSchema.safeParse(first).error?.issues ?? []).toEqual([]);
    expect(first?.isComplete).toBe(true);
    expect(first?.checksumResults).toHaveLength(first?.tables.watched ?? -1);
    expect(first?.consistencyResults).toHaveLength(first?.tables.watched ?? -1);

    // The last tables of the first run may still be on their way, in a batch.
    await eventually('nothing more of the first run', () => {
      const last = updates.slice(1).at(-1);
      return last?.activeRun === null && last.checksumResults.length + last.consistencyResults.length === 0;
    });
    updates.length = 0;
    const started = await product.send('POST', '/api/migrations/shop/checksums/runs', { tables: ['shop.customers'] });
    expect(started.status).toBe(202);
    const { id } = (await started.json()) as { id: string };
    await eventually('the end of the run', () =>
      runs.some(
        (run) => (run as { id: string; state: string }).id === id && (run as { state: string }).state === 'finished',
      ),
    );
    const changed = await eventually('the table', () => {
      const tables = updates.flatMap(({ checksumResults }) => checksumResults.map(({ table }) => table));
      return tables.length > 0 ? tables : null;
    });
    expect(new Set(changed)).toEqual(new Set(['shop.customers']));
    expect(updates.filter(({ isComplete }) => isComplete)).toEqual([]);
    expect(updates.flatMap(({ consistencyResults }) => consistencyResults)).toEqual([]);
    expect(runs.filter((run) => !runProgressSchema.strict().safeParse(run).success)).toEqual([]);
  });

  it('carries no table when nothing but the lag was measured', async () => {
    const { updates } = listen();
    await eventually('the snapshot and three samples', () => updates.length >= 4);
    const later = updates.slice(1);
    expect(
      later.flatMap(({ checksumResults, consistencyResults }) => [...checksumResults, ...consistencyResults]),
    ).toEqual([]);
    expect(later.every(({ isComplete, replicaLag }) => !isComplete && replicaLag !== null)).toBe(true);
  });

  it('sends with each measurement of the lag that very measurement, also while somebody asks all the time', async () => {
    const { socket } = listen();
    /** When each measurement was first sent. */
    const sentAt = new Map<string, string>();
    socket.on('metrics_update', ({ timestamp, data }) => {
      const measuredAt = data.isComplete ? undefined : data.replicaLag?.measuredAt;
      if (measuredAt !== undefined && !sentAt.has(measuredAt)) sentAt.set(measuredAt, timestamp);
    });
    await eventually('several measurements', async () => {
      await product.get('/api/migrations/shop');
      return sentAt.size >= 6;
    });
    // The first is one that the snapshot held already, where something else has changed since.
    const [, ...sent] = [...sentAt].map(([measured, at]) => ({ measured, at }));
    // One that leaves only when the next was measured is the one before.
    expect(sent.filter(({ at }, index) => at >= (sent[index + 1]?.measured ?? '9'))).toEqual([]);
  });

  it('lets a client join one migration, and refuses one that is not configured', async () => {
    const { socket, updates } = listen({ migration: 'shop' });
    await eventually('the snapshot', () => updates.length > 0);
    expect(await socket.emitWithAck('join', 'nowhere')).toMatchObject({ code: 'MIGRATION_UNKNOWN' });
    updates.length = 0;
    expect(await socket.emitWithAck('join', 'shop')).toEqual({ joined: 'shop' });
    await eventually('a snapshot again', () => updates.some(({ isComplete }) => isComplete));
  });

  it('serves others while a client that never reads is connected', async () => {
    const deaf = await connectDeaf(product.url);
    raw.push(deaf);
    const { updates } = listen();
    await eventually('others hear', () => updates.length >= 3);
    expect((await product.send('GET', '/api/health/live')).status).toBe(200);
  });
});
