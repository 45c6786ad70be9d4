import type { BackupHealth, BackupRun, Outcome } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { ScrapedGauge, Series } from '../../evidence/gauge.js';
import { isWhole, type BackupSummary, type StoredBackup } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { orphansIn } from '../retention/orphans.js';
import { isVerified } from '../verify/proof.js';
import { slotsAfter } from '../schedule/slots.js';
import { familyOf, type Family } from './families.js';

/** What these gauges are read from at the moment of a scrape. */
export interface GaugeSources {
  config(): Pick<CutoverConfig['backups'], 'servers' | 'schedules'>;
  views(): readonly StorageView[];
  underWay(): readonly BackupRun[];
  health(): BackupHealth | null;
  /** By JSON of server, type and database: when the last success ended, ms. */
  successMs: ReadonlyMap<string, number>;
  now(): Date;
}

type Stored = StoredBackup<BackupSummary>;

/** Unknown is neither: the series is absent. */
const values: Readonly<Record<Outcome, number | null>> = { pass: 1, fail: 0, waived: 2, unknown: null };

/** Gauges of each family of engines, and of storages and checks, which are of none. */
export function backupGauges(families: readonly Family[], sources: GaugeSources): ScrapedGauge[] {
  return [
    ...families.flatMap((family) => familyGauges(family, sources)),
    ...storageGauges(sources),
    checkGauge(sources),
  ];
}

function familyGauges(family: Family, { config, views, underWay, successMs, now }: GaugeSources): ScrapedGauge[] {
  const servers = (): string[] =>
    config()
      .servers.filter(({ engine }) => familyOf[engine] === family)
      .map(({ name }) => name);
  const isOurs = (server: string): boolean => servers().includes(server);
  // What is dated in the future counts for nothing.
  const stored = (): Stored[] =>
    wholeIn(views()).filter(
      ({ manifest }) => isOurs(manifest.server) && Date.parse(manifest.startedAt) <= now().getTime(),
    );
  const gauge = (name: string, help: string, labels: readonly string[], read: () => Series[]): ScrapedGauge => ({
    ...{ name: `${family}_backup_${name}`, help, labels, read },
  });
  const typed = ['server', 'type', 'database'] as const;
  return [
    gauge('size_bytes', 'Of the newest whole backup, all its files', [...typed, 'storage'], () =>
      newestBy(stored(), ({ storage, manifest }) => ({ ...labelsOf(manifest), storage: storage.name })).map(
        ([labels, { bytes }]): Series => [labels, Number(bytes)],
      ),
    ),
    gauge('last_success_timestamp', 'When the newest backup was complete, seconds since 1970', typed, () => {
      const latest = new Map([...successMs].filter(([key]) => isOurs((JSON.parse(key) as string[])[0]!)));
      for (const { manifest } of stored()) {
        const key = JSON.stringify([manifest.server, manifest.type, manifest.database]);
        latest.set(key, Math.max(latest.get(key) ?? 0, Date.parse(manifest.finishedAt)));
      }
      return [...latest].map(([key, ms]): Series => {
        const [server, type, database] = JSON.parse(key) as [string, string, string];
        return [{ server, type, database }, ms / 1000];
      });
    }),
    gauge(
      'last_verified_timestamp',
      'When a backup was last proved good, seconds since 1970',
      ['server', 'database', 'level'],
      () => verifiedSeries(stored()),
    ),
    gauge(
      'next_run_timestamp',
      'When a schedule is due next, before jitter, seconds since 1970',
      ['server', 'type'],
      () =>
        config().schedules.flatMap((schedule) => {
          const [next] = slotsAfter(schedule, now(), 1);
          return (schedule.servers ?? servers())
            .filter(isOurs)
            .map((server): Series => [
              { server, type: schedule.name },
              next === undefined ? null : next.getTime() / 1000,
            ]);
        }),
    ),
    gauge('in_progress', '1 while a run of the server is under way in this process', ['server'], () =>
      servers().map((server): Series => [{ server }, underWay().some((run) => run.server === server) ? 1 : 0]),
    ),
  ];
}

function storageGauges({ views, now }: GaugeSources): ScrapedGauge[] {
  const gauge = (name: string, help: string, value: (view: StorageView) => number | null): ScrapedGauge => ({
    ...{ name: `cutover_backup_${name}`, help, labels: ['storage'] },
    read: () => views().map((view): Series => [{ storage: view.storage.name }, value(view)]),
  });
  const ifRead = (view: StorageView, value: () => number): number | null =>
    view.readAt === null || view.failure !== null ? null : value();
  return [
    gauge('storage_up', '1 the storage could be read, 0 it could not (absent: not tried yet)', ({ readAt, failure }) =>
      failure !== null ? 0 : readAt === null ? null : 1,
    ),
    gauge('storage_bytes', 'All that lies there of ours; absent when unknown', (view) =>
      ifRead(view, () => Number(view.entries.reduce((sum, { bytes }) => sum + bytes, 0n))),
    ),
    gauge('orphan_objects', 'Folders that are no backup; absent when unknown', (view) =>
      ifRead(view, () => orphansIn(view.entries, now()).length),
    ),
  ];
}

const checkGauge = ({ health }: GaugeSources): ScrapedGauge => ({
  ...{ name: 'cutover_backup_check_state', labels: ['check', 'subject'] },
  help: 'What a check of backups says: 1 passed, 0 failed (absent: unknown)',
  read: () =>
    (health()?.findings ?? []).map(({ check, subject, outcome }): Series => [{ check, subject }, values[outcome]]),
});

const labelsOf = ({ server, type, database }: BackupSummary) => ({ server, type, database });

const wholeIn = (views: readonly StorageView[]): Stored[] =>
  views.flatMap(({ entries }) => entries.flatMap((entry) => ('manifest' in entry && isWhole(entry) ? [entry] : [])));

function newestBy(
  stored: readonly Stored[],
  labelsOfOne: (stored: Stored) => Record<string, string>,
): [Record<string, string>, Stored][] {
  const newest = new Map<string, [Record<string, string>, Stored]>();
  for (const each of stored) {
    const labels = labelsOfOne(each);
    const key = JSON.stringify(labels);
    const known = newest.get(key);
    if (known === undefined || each.manifest.id > known[1].manifest.id) newest.set(key, [labels, each]);
  }
  return [...newest.values()];
}

function verifiedSeries(stored: readonly Stored[]): Series[] {
  const latest = new Map<string, number>();
  for (const { manifest, proof } of stored) {
    if (proof === null || !isVerified({ proof })) continue;
    const key = JSON.stringify([manifest.server, manifest.database, proof.level]);
    latest.set(key, Math.max(latest.get(key) ?? 0, Date.parse(proof.verifiedAt)));
  }
  return [...latest].map(([key, ms]): Series => {
    const [server, database, level] = JSON.parse(key) as [string, string, string];
    return [{ server, database, level }, ms / 1000];
  });
}
