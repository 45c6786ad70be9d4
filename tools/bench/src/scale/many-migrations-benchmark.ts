import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MigrationSummary } from '@cutover/contracts';
import { findFreePort, startCutover } from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { openCountedSocket } from './counted-socket.js';
import { LivenessWatch } from './liveness-watch.js';
import type { ManyMigrationsMeasurements } from './scale-report.js';

const tablesPerMigration = 20;
const listings = 20;

export interface ManyMigrationsPlan {
  root: string;
  folder: string;
  migrations: number;
  /** How long the process is watched after its start. */
  watchMs: number;
  tell: (line: string) => void;
}

/**
 * Very many migrations in the configuration whose servers nobody has started: what the list costs, and the watching. null:
 * the process did not begin to serve.
 */
export async function measureManyMigrations(plan: ManyMigrationsPlan): Promise<ManyMigrationsMeasurements | null> {
  const { root, folder, migrations, watchMs, tell } = plan;
  const port = await findFreePort();
  const startedMs = performance.now();
  const config = await writeConfig(folder, migrations, port);
  const api = await startCutover(root, config, port).catch((error: unknown) => {
    tell(error instanceof Error ? error.message.slice(0, 2_000) : String(error));
    return null;
  });
  if (api === null) return null;
  const startMs = performance.now() - startedMs;
  const watch = new LivenessWatch(api.url, api.pid);
  const socket = openCountedSocket(api.url);
  try {
    tell(`Watching ${migrations} migrations for ${watchMs / 1000} s …`);
    const before = { ...readUsage(api.pid), atMs: performance.now(), bytes: socket.totalBytes() };
    const listMs: number[] = [];
    let listBytes = 0;
    for (let number = 0; number < listings; number++) {
      await delay(watchMs / listings);
      const askedMs = performance.now();
      const text = await (await fetch(`${api.url}/api/migrations`)).text();
      listMs.push(performance.now() - askedMs);
      listBytes = Buffer.byteLength(text);
      const listed = (JSON.parse(text) as MigrationSummary[]).length;
      if (listed !== migrations) throw new Error(`The list holds ${listed} migrations, not ${migrations}`);
    }
    const tookMs = performance.now() - before.atMs;
    const { worstMs, rssBytes } = watch.seen();
    return {
      ...{ migrations, tablesPerMigration, startMs, listMs, listBytes, worstMs, rssBytes },
      cpuShare: (readUsage(api.pid).cpuMs - before.cpuMs) / tookMs,
      socketBytesPerSecond: (socket.totalBytes() - before.bytes) / (tookMs / 1000),
    };
  } finally {
    socket.close();
    watch.stop();
    await api.stop();
  }
}

async function writeConfig(folder: string, migrations: number, port: number): Promise<string> {
  const home = join(folder, 'many-migrations');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  // Nobody listens there: a connection is refused at once.
  const [source, target] = [await findFreePort(), await findFreePort()].map((closed) => ({
    ...{ host: '127.0.0.1', port: closed, username: 'cutover', password: 'unused' },
  }));
  const config = {
    server: { host: '127.0.0.1', port },
    store: { url: `sqlite:${join(home, 'cutover.sqlite')}` },
    migrations: Array.from({ length: migrations }, (_, number) => ({
      ...{ name: `m${number}`, engine: 'mariadb' },
      ...{ source, target },
      tables: Array.from({ length: tablesPerMigration }, (_, table) => `app_${number}.t${table}`),
    })),
  };
  const path = join(home, 'cutover.json');
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
