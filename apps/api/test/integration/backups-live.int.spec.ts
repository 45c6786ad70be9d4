// What browsers hear of backups on the socket of the built product, who of them does, and how often.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountsDatabase,
  backupsEveryMs,
  backupsUpdateSchema,
  socketPath,
  type BackupsUpdate,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '@cutover/contracts';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct } from '../support/product.js';

type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

it('tells who asked for it of a run, its progress and its end, of findings and of what lies there, once a second at most', async () => {
  const lab = await labPair();
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  const backups = {
    servers: [{ name: 'shop-db', host, port, username, password, tls, databases: ['shop'] }],
    storages: [{ name: 'disk', folder }],
    schedules: [{ name: 'yearly', cron: '0 3 1 1 *' }],
  };
  const product = await startProduct(lab, { sections: { backups, migrations: [] } });
  const sockets: LiveSocket[] = [];
  const connect = (): LiveSocket => {
    const socket: LiveSocket = io(product.url, { path: socketPath, transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    return socket;
  };
  try {
    const [asking, other] = [connect(), connect()];
    const updates: BackupsUpdate[] = [];
    const sentAtMs: number[] = [];
    let others = 0;
    other.on('backups_update', () => (others += 1));
    asking.on('backups_update', ({ type, timestamp, data }) => {
      expect(type).toBe('backups_update');
      updates.push(backupsUpdateSchema.parse(data));
      if (!data.isComplete) sentAtMs.push(Date.parse(timestamp));
    });
    expect(await asking.emitWithAck('watch_backups', true)).toEqual({ backups: true });
    const first = await eventually('everything comes first', () => updates[0]);
    expect(first).toMatchObject({ isComplete: true, runs: [], restoreTests: [] });

    const begun = await product.send('POST', '/api/backups/runs', { server: 'shop-db' });
    const { id } = (await begun.json()) as { id: string };
    const ofRun = () => updates.flatMap(({ runs }) => runs.filter((run) => run.id === id));
    await eventually('the run has ended', () => ofRun().some(({ state }) => state === 'complete'));
    await eventually('the storage has something else', () =>
      updates.some(({ catalogueRevision }) => catalogueRevision > first.catalogueRevision),
    );
    await eventually('it was judged anew', () =>
      updates.some(({ health }) => health?.findings.some((found) => found.id === 'backup-failed/manual/shop-db')),
    );
    expect(ofRun().at(-1)).toMatchObject({
      state: 'complete',
      databases: [{ database: 'shop' }, { database: accountsDatabase }],
    });

    const wrong = await product.send('POST', '/api/backups/runs', { server: 'shop-db', databases: ['nowhere'] });
    const failed = (await wrong.json()) as { id: string };
    await eventually('its failure is told', () =>
      updates.some(({ runs }) => runs.some((run) => run.id === failed.id && run.state === 'failed')),
    );
    const findings = await eventually('and found', () =>
      updates.map(({ health }) => health?.findings.find(({ outcome }) => outcome === 'fail')).find(Boolean),
    );
    expect(findings).toMatchObject({ check: 'backup-failed', subject: 'manual/shop-db' });

    const { tests } = await product.get<{ tests: unknown[] }>('/api/backups/restore-tests');
    expect(tests).toEqual([]);
    const { backups: list } = await product.get<{ backups: { id: string }[] }>('/api/backups');
    await product.send('POST', '/api/backups/restore-tests', { backupId: list[0]!.id });
    await eventually('a restore test is told of until it has ended', () => {
      const states = updates.flatMap(({ restoreTests }) => restoreTests.map(({ state }) => state));
      return states.length > 0 && states.at(-1) !== 'running';
    });

    // A timer may be late, and the next one then comes sooner.
    for (const [at, ms] of sentAtMs.entries())
      if (at > 0) expect(ms - sentAtMs[at - 1]!).toBeGreaterThan(backupsEveryMs / 2);
    expect(others).toBe(0);
    expect(await asking.emitWithAck('watch_backups', false)).toEqual({ backups: false });
    const before = updates.length;
    // Whoever asks now hears of a run that begins after that: by then the other would have heard of it, too.
    const ofOther: BackupsUpdate[] = [];
    other.on('backups_update', ({ data }) => ofOther.push(backupsUpdateSchema.parse(data)));
    expect(await other.emitWithAck('watch_backups', true)).toEqual({ backups: true });
    const last = await product.send('POST', '/api/backups/runs', { server: 'shop-db', databases: ['nowhere'] });
    const { id: lastId } = (await last.json()) as { id: string };
    await eventually('who asks is told of its end', () =>
      ofOther.some(({ runs }) => runs.some((run) => run.id === lastId && run.state === 'failed')),
    );
    // Answered behind whatever was sent to it.
    expect(await asking.emitWithAck('watch_backups', false)).toEqual({ backups: false });
    expect(updates).toHaveLength(before);
  } finally {
    for (const socket of sockets) socket.close();
    await product.end();
    rmSync(folder, { recursive: true });
  }
});
