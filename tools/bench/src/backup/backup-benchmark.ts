import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { BackupRestoreTest } from '@cutover/contracts';
import { startS3Server, stopS3Server, type AnyLab, type CutoverProcess } from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { answerTimes } from './answer-times.js';
import { timeByHand, timeMydumper } from './by-hand.js';
import { backUp, restoreTest, startGuard } from './guard-process.js';

export interface BackupPlan {
  root: string;
  folder: string;
  rounds: number;
  /** Backups go to a bucket of a server of S3 of our own, too. */
  withS3: boolean;
  tell: (line: string) => void;
}

/** What was measured of one engine; times in ms, one a round. */
export interface BackupMeasurements {
  engine: string;
  dumpBytes: number;
  byHandMs: readonly number[];
  plainMs: readonly number[];
  encryptedMs: readonly number[];
  /** Empty: not asked for. */
  s3Ms: readonly number[];
  /** Empty: it is not installed, or not for this engine. */
  mydumperMs: readonly number[];
  /** Of the API during the backups, each ms. */
  answersMs: readonly number[];
  /** Resident memory of the API before, and the most of it during a backup, bytes. */
  rssBefore: number;
  rssMost: number;
  restore: Pick<BackupRestoreTest, 'state' | 'reason' | 'restoreMs' | 'tables'>;
}

/** One database, dumped by hand and by the built product, in turn. */
export async function measureBackup(
  lab: AnyLab,
  { root, folder, rounds, withS3, tell }: BackupPlan,
): Promise<BackupMeasurements> {
  const key = join(folder, 'key.txt');
  execFileSync('age-keygen', ['-o', key], { stdio: 'ignore' });
  const recipient = execFileSync('age-keygen', ['-y', key], { encoding: 'utf8' }).trim();
  const guards: CutoverProcess[] = [];
  const start = async (name: string, how: object): Promise<CutoverProcess> => {
    const guard = await startGuard(lab, { root, folder: join(folder, name), ...how });
    guards.push(guard);
    return guard;
  };
  const s3Folder = join(folder, 's3');
  try {
    const plain = await start('plain', {});
    const encrypted = await start('encrypted', { ageRecipients: [recipient] });
    const offsite = withS3 ? await start('offsite', { s3: await startS3Server(s3Folder) }) : null;
    const took = { byHand: [], plain: [], encrypted: [], s3: [], mydumper: [] } as Record<string, number[]>;
    const answersMs: number[] = [];
    const rssBefore = readUsage(plain.pid).rssBytes;
    let rssMost = rssBefore;
    const watched = async (): Promise<Awaited<ReturnType<typeof backUp>>> => {
      const work = backUp(plain, () => (rssMost = Math.max(rssMost, readUsage(plain.pid).rssBytes)));
      answersMs.push(...(await answerTimes(plain, work)));
      return work;
    };
    let last = { backupId: '', dumpBytes: 0 };
    // The first round warms up and is thrown away.
    for (let round = 0; round <= rounds; round++) {
      tell(round === 0 ? 'Warming up …' : `Round ${round} of ${rounds} …`);
      if (round === 0) answersMs.length = 0;
      const note = (name: string, ms: number | null): void => {
        if (round > 0 && ms !== null) took[name]?.push(ms);
      };
      note('byHand', await timeByHand(lab.endpoints.source, lab.database, folder));
      const made = await watched();
      last = made;
      note('plain', made.tookMs);
      note('encrypted', (await backUp(encrypted)).tookMs);
      if (offsite) note('s3', (await backUp(offsite)).tookMs);
      note('mydumper', await timeMydumper(lab.endpoints.source, lab.database, folder));
    }
    tell('Restoring it …');
    const restore = await restoreTest(plain, last.backupId);
    const { byHand = [], plain: plainMs = [], encrypted: encryptedMs = [], s3 = [], mydumper = [] } = took;
    return {
      ...{ engine: lab.endpoints.source.engine, dumpBytes: last.dumpBytes, byHandMs: byHand, plainMs, encryptedMs },
      ...{ s3Ms: s3, mydumperMs: mydumper, answersMs, rssBefore, rssMost, restore },
    };
  } finally {
    for (const guard of guards) await guard.stop();
    if (withS3) await stopS3Server(s3Folder);
  }
}
