import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackupRestoreTest, BackupRun } from '@cutover/contracts';
import {
  findFreePort,
  startCutover,
  writeCutoverConfig,
  type AnyLab,
  type CutoverProcess,
  type S3State,
} from '@cutover/lab';

/** Longest wait for one backup, or one restore. */
const limitMs = 1_800_000;

/** Where a guard puts its backups, and how. */
export interface GuardPlan {
  root: string;
  folder: string;
  ageRecipients?: readonly string[];
  /** Its backups go there in place of the folder. */
  s3?: S3State;
}

/** A guard alone: nothing else of the product runs beside it. */
export async function startGuard(
  lab: AnyLab,
  { root, folder, ageRecipients = [], s3 }: GuardPlan,
): Promise<CutoverProcess> {
  const { engine, host, port: serverPort, user, password, tls } = lab.endpoints.source;
  const server = { name: 'shop-db', engine, host, port: serverPort, username: user, password, tls: { ca: tls.ca } };
  const port = await findFreePort();
  const retention = { last: 1 };
  const storage = s3
    ? { name: 'bucket', kind: 's3', bucket: s3.bucket, endpoint: s3.endpoint, ...s3.user, retention }
    : { name: 'disk', folder: join(folder, 'backups'), retention };
  const config = writeCutoverConfig(folder, lab.endpoints, {
    port,
    sections: {
      migrations: [],
      backups: { servers: [{ ...server, databases: [lab.database] }], storages: [storage], ageRecipients },
    },
  });
  return startCutover(root, config, port);
}

/** One backup, ms that it took. `look` is called ten times a second meanwhile. Throws where it is not complete. */
export async function backUp(
  api: CutoverProcess,
  look: () => unknown = () => undefined,
): Promise<{ tookMs: number; backupId: string; dumpBytes: number }> {
  let run = await ask<BackupRun>(api, 'POST', '/runs', { server: 'shop-db' });
  for (const untilMs = performance.now() + limitMs; run.state === 'running' && performance.now() < untilMs;) {
    look();
    await delay(100);
    run = await ask<BackupRun>(api, 'GET', `/runs/${run.id}`);
  }
  const [made] = run.databases;
  if (run.state !== 'complete' || made?.backupId == null)
    throw new Error(`The backup is ${run.state}: ${JSON.stringify(run)}`);
  return { tookMs: made.durationMs, backupId: made.backupId, dumpBytes: Number(made.dumpBytes) };
}

/** Restores a backup into a throwaway server; how that went. */
export async function restoreTest(api: CutoverProcess, backupId: string): Promise<BackupRestoreTest> {
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
