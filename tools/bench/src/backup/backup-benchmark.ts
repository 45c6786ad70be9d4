import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackupRestoreTest, BackupRun } from '@cutover/contracts';
import { freeLoopbackPort, startCutover, writeCutoverConfig, type AnyLab, type CutoverProcess } from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { timeByHand } from './by-hand.js';

export interface BackupPlan {
  root: string;
  folder: string;
  rounds: number;
  tell: (line: string) => void;
}

/** What was measured of one engine; times in ms, one a round. */
export interface BackupMeasurements {
  engine: string;
  dumpBytes: number;
  byHandMs: readonly number[];
  plainMs: readonly number[];
  encryptedMs: readonly number[];
  /** Resident memory of the API before, and the most of it during a backup, bytes. */
  rssBefore: number;
  rssMost: number;
  restore: Pick<BackupRestoreTest, 'state' | 'reason' | 'restoreMs' | 'tables'>;
}

/** Longest wait for one backup, or one restore. */
const limitMs = 1_800_000;

/** The shop, dumped by hand and by the built product, in turn. */
export async function measureBackup(
  lab: AnyLab,
  { root, folder, rounds, tell }: BackupPlan,
): Promise<BackupMeasurements> {
  const key = join(folder, 'key.txt');
  execFileSync('age-keygen', ['-o', key], { stdio: 'ignore' });
  const recipient = execFileSync('age-keygen', ['-y', key], { encoding: 'utf8' }).trim();
  const plain = await startGuard(lab, root, join(folder, 'plain'), []);
  const encrypted = await startGuard(lab, root, join(folder, 'encrypted'), [recipient]);
  try {
    const byHandMs: number[] = [];
    const plainMs: number[] = [];
    const encryptedMs: number[] = [];
    const rssBefore = readUsage(plain.pid).rssBytes;
    let rssMost = rssBefore;
    let last: BackupRun | null = null;
    // The first round warms up and is thrown away.
    for (let round = 0; round <= rounds; round++) {
      tell(round === 0 ? 'Warming up …' : `Round ${round} of ${rounds} …`);
      const byHand = await timeByHand(lab.endpoints.source, lab.database, folder);
      last = await backUp(plain, () => (rssMost = Math.max(rssMost, readUsage(plain.pid).rssBytes)));
      const sealed = await backUp(encrypted, () => undefined);
      if (round === 0) continue;
      byHandMs.push(byHand);
      plainMs.push(last.databases[0]!.durationMs);
      encryptedMs.push(sealed.databases[0]!.durationMs);
    }
    const { backupId, dumpBytes } = last!.databases[0]!;
    tell('Restoring it …');
    const restore = await restoreTest(plain, backupId!);
    return {
      ...{ engine: lab.endpoints.source.engine, dumpBytes: Number(dumpBytes) },
      ...{ byHandMs, plainMs, encryptedMs, rssBefore, rssMost, restore },
    };
  } finally {
    await plain.stop();
    await encrypted.stop();
  }
}

/** A guard alone: nothing else of the product runs beside it. */
async function startGuard(
  lab: AnyLab,
  root: string,
  folder: string,
  ageRecipients: readonly string[],
): Promise<CutoverProcess> {
  const { engine, host, port: serverPort, user, password, tls } = lab.endpoints.source;
  const server = { name: 'shop-db', engine, host, port: serverPort, username: user, password, tls: { ca: tls.ca } };
  const port = await freeLoopbackPort();
  const config = writeCutoverConfig(folder, lab.endpoints, {
    port,
    sections: {
      migrations: [],
      backups: {
        servers: [{ ...server, databases: [lab.database] }],
        storages: [{ name: 'disk', folder: join(folder, 'backups'), retention: { last: 1 } }],
        ageRecipients,
      },
    },
  });
  return startCutover(root, config, port);
}

async function backUp(api: CutoverProcess, look: () => unknown): Promise<BackupRun> {
  let run = await ask<BackupRun>(api, 'POST', '/runs', { server: 'shop-db' });
  for (const untilMs = performance.now() + limitMs; run.state === 'running' && performance.now() < untilMs;) {
    look();
    await delay(100);
    run = await ask<BackupRun>(api, 'GET', `/runs/${run.id}`);
  }
  if (run.state !== 'complete') throw new Error(`The backup is ${run.state}: ${JSON.stringify(run)}`);
  return run;
}

async function restoreTest(api: CutoverProcess, backupId: string): Promise<BackupRestoreTest> {
  let test = await ask<BackupRestoreTest>(api, 'POST', '/restore-tests', { backupId });
  for (const untilMs = performance.now() + limitMs; test.state === 'running' && performance.now() < untilMs;) {
    await delay(500);
    test = await ask<BackupRestoreTest>(api, 'GET', `/restore-tests/${test.id}`);
  }
  return test;
}

async function ask<Answer>(api: CutoverProcess, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${api.url}/api/backups${path}`, {
    ...{ method, headers: { 'content-type': 'application/json' } },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answer;
}
