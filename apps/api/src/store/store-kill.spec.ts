import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Clock } from '../platform/clock.js';
import { openStore } from './open-store.js';
import { SampleStore } from './sample.store.js';
import { StoreConnection } from './store-connection.js';
import { StoreHealth } from './store-health.js';

const writer = resolve(__dirname, '../../test/support/store-writer.cjs');

describe('a process that is killed while it writes', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cutover-store-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('has lost no write that was acknowledged, and its lock is free', async () => {
    const url = `sqlite:${join(directory, 'cutover.sqlite')}`;
    const child = spawn(process.execPath, [writer, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.split('\n').length > 150 && !child.killed) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    // The last line may be cut off, but it is never longer than what was written.
    const acknowledged = printed.split('\n').slice(0, -1).map(Number);
    const health = new StoreHealth();
    const connection = new StoreConnection(await openStore(url, '2026-01-01T00:00:00.000Z'), health, new Clock());
    const kept = new Set((await new SampleStore(connection).loadSince('shop', 0)).map(({ atMs }) => atMs));
    await connection.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(150);
    expect(acknowledged.filter((atMs) => !kept.has(atMs))).toEqual([]);
    expect(health.snapshot().storeNotice).toBeNull();
  });
});
