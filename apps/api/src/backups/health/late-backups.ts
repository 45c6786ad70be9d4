import { accountsDatabase, type BackupFinding, type BackupRun } from '@cutover/contracts';
import { proven } from '../../evidence/check.js';
import type { BackupScheduleConfig, BackupServerConfig } from '../../config/backups.schema.js';
import { isWhole, type BackupSummary, type StoredBackup } from '../catalogue/read-catalogue.js';
import { lastSlotBefore, slotsAfter } from '../schedule/slots.js';
import { addressOf } from '../servers/address-of.js';
import type { BackupCheck } from './backup-check.js';
import { droppedOut } from './dropped-out.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-late';
const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * Pure: of each schedule, server and database whether the newest backup is as young as the schedule promises. By the age of what is there,
 * not by failures that were noticed: a guard that does not run at all notices none.
 */
export function lateBackups(known: BackupKnowledge, now: Date): BackupFinding[] {
  const { schedules, servers } = known.config;
  return schedules.flatMap((schedule) => {
    const times = timesOf(schedule, now);
    return servers
      .filter(({ name }) => schedule.servers === undefined || schedule.servers.includes(name))
      .flatMap((server) => ofServer(known, { schedule, server, times }, now));
  });
}

/** When a schedule was due, and will be. Worked out once for all of its databases: it takes some milliseconds. */
interface Times {
  /** The last time at which a backup was due that has had its time; null: there was none within a year. */
  due: Date | null;
  next: Date | undefined;
}

const timesOf = (schedule: BackupScheduleConfig, now: Date): Times => ({
  due: lastSlotBefore(schedule, new Date(now.getTime() - graceMs(schedule, now))),
  next: slotsAfter(schedule, now, 1)[0],
});

/** Whether every schedule has been kept. */
export const backupLateCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: lateBackups },
  // Where the runs do not tell which databases there are, one finding stands for all of a server.
  isGone: (subject, { runs }, findings) =>
    runs !== null && !findings.some((finding) => subject.startsWith(`${finding.subject}/`)),
};

interface Promised {
  schedule: BackupScheduleConfig;
  server: BackupServerConfig;
  times: Times;
}

function ofServer(known: BackupKnowledge, { schedule, server, times }: Promised, now: Date): BackupFinding[] {
  const runs = (known.runs ?? []).filter((run) => run.server === server.name && run.type === schedule.name);
  // Without the runs nobody knows which databases there are: the newest of any of them says nothing of the others.
  if (known.runs === null && server.databases === undefined) return [unknownDatabases({ schedule, server })];
  const promised = databasesOf(server, runs);
  const databases = promised.length > 0 ? promised : [null];
  const dropped = droppedOut({ schedule, server, runs, promised, views: known.views }, now);
  return [
    ...databases.map((database) => ofDatabase(known, { schedule, server, times, database, runs }, now)),
    ...[...dropped].map(([database, lastAt]) => notSeen({ schedule, server }, database, lastAt)),
  ];
}

const notSeen = ({ schedule, server }: Omit<Promised, 'times'>, database: string, lastAt: string): BackupFinding =>
  findingOf({
    ...{ check, subject: `${schedule.name}/${server.name}/${database}`, outcome: 'unknown', severity: 'WARNING' },
    message: `It was backed up last at ${lastAt}, and the last run did not see it: it was dropped, takes no connections, or the account has no rights on it any more.`,
    action: `Look whether it is there. If it is, give the account its rights back (docs/backups.md). If it was dropped on purpose, name it under excludeDatabases of ${server.name}; otherwise this is said for a month.`,
  });

/** Pure: of what a server is backed up, by its configuration or by its runs, the newest first. Its accounts where a run had them. */
export function databasesOf({ databases }: BackupServerConfig, runs: readonly BackupRun[]): string[] {
  const seen = databasesIn(runs);
  return databases === undefined ? seen : [...databases, ...seen.filter((database) => database === accountsDatabase)];
}

const unknownDatabases = ({ schedule, server }: Omit<Promised, 'times'>): BackupFinding =>
  findingOf({
    ...{ check, subject: `${schedule.name}/${server.name}`, outcome: 'unknown', severity: 'WARNING' },
    message: 'Which databases there are is not known: the store does not tell what the last runs found.',
    action: 'Mend the store: GET /api/health says what it wants.',
  });

/** Those of the newest run that came to all of them, and of what came after it: one that was cut short says nothing of the rest. */
function databasesIn(runs: readonly BackupRun[]): string[] {
  const names = new Set<string>();
  for (const { state, databases } of runs) {
    // Of what was left out nothing is promised.
    const own = databases.flatMap(({ database, skipped }) => (database === null || skipped !== null ? [] : [database]));
    for (const name of own) names.add(name);
    if (state === 'complete' || state === 'partial' || (state === 'failed' && own.length > 0)) break;
  }
  return [...names];
}

function ofDatabase(
  known: BackupKnowledge,
  { schedule, server, times, database, runs }: Promised & { database: string | null; runs: readonly BackupRun[] },
  now: Date,
): BackupFinding {
  const subject = [schedule.name, server.name, ...(database === null ? [] : [database])].join('/');
  const say = (
    outcome: BackupFinding['outcome'],
    severity: BackupFinding['severity'],
    [message, action]: [string, string],
  ): BackupFinding => findingOf({ check, subject, outcome, severity, message, action });

  const own = known.views.filter(
    ({ storage }) => schedule.storages === undefined || schedule.storages.includes(storage.name),
  );
  const { due, next } = times;
  const whole = wholeOf(
    own.flatMap(({ entries }) => entries.filter((entry) => 'manifest' in entry)),
    { server: server.name, type: schedule.name, database, now },
  );
  const address = addressOf(server);
  const newest = newestOf(whole.filter((each) => each.address === undefined || each.address === address));
  if (due === null || (newest !== null && Date.parse(newest) >= due.getTime()))
    return say('pass', 'INFO', [
      newest === null ? 'None was due within a year.' : `The newest was begun at ${newest}.`,
      '',
    ]);
  const what = newest === null ? 'There is no complete backup' : `The newest complete backup was begun at ${newest}`;
  const failures = own.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  if (failures.length > 0 || own.some(({ readAt }) => readAt === null))
    return say('unknown', 'WARNING', [
      `${what}, of what could be read. ${failures.join(' ')}`.trim(),
      'Mend the storage: what lies there is not known.',
    ]);
  const running = runs.find(({ state }) => state === 'running');
  if (running !== undefined && Date.parse(running.startedAt) >= due.getTime())
    return say('unknown', 'INFO', [
      `${what}; one is under way since ${running.startedAt}.`,
      'Wait until it has ended.',
    ]);
  if (newest === null && runs.length === 0)
    return say('unknown', 'WARNING', [
      known.runs === null ? 'There is none, and the store does not tell what was tried.' : 'None was made yet.',
      next === undefined ? 'Begin one now.' : `Begin one now, or wait: it is due next at ${next.toISOString()}.`,
    ]);
  const newestOfAny = newestOf(whole);
  if (newestOfAny !== null && Date.parse(newestOfAny) >= due.getTime())
    return say('unknown', 'WARNING', [
      `${what} of ${address}: the newest under this name, begun at ${newestOfAny}, is of another server.`,
      'Begin one now, or wait until one is due. If it is the same server, its host or port was changed: the next backup says so.',
    ]);
  return say('fail', 'CRITICAL', [
    `${what}, and one was due at ${due.toISOString()}.`,
    'Look at the runs (GET /api/backups/runs): the last one says why. Then begin one by hand.',
  ]);
}

/** A run may begin late by its jitter, and takes its time: up to an hour, less where it is due more often. */
export function graceMs(schedule: BackupScheduleConfig, now: Date): number {
  const [first, second] = slotsAfter(schedule, now, 2);
  const gapMs = first === undefined || second === undefined ? hourMs : second.getTime() - first.getTime();
  return schedule.jitterSeconds * 1000 + Math.min(hourMs, Math.max(minuteMs, gapMs));
}

/** What is dated in the future proves nothing of the present. */
function wholeOf(
  backups: readonly StoredBackup<BackupSummary>[],
  asked: { server: string; type: string; database: string | null; now: Date },
): BackupSummary[] {
  return backups
    .filter((each) => isWhole(each) && Date.parse(each.manifest.startedAt) <= asked.now.getTime())
    .map(({ manifest }) => manifest)
    .filter(({ server, type }) => server === asked.server && type === asked.type)
    .filter(({ database }) => asked.database === null || database === asked.database);
}

const newestOf = (backups: readonly BackupSummary[]): string | null =>
  backups
    .map(({ startedAt }) => startedAt)
    .sort()
    .at(-1) ?? null;
