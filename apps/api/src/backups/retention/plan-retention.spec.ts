import { retentionPolicySchema } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import type { BackupSummary, CatalogueEntry, StoredBackup } from '../catalogue/read-catalogue.js';
import { orphansIn } from './orphans.js';
import { keptUnasked, planOf, planRetention } from './plan-retention.js';
import type { RetentionRules } from './retention-rules.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const dayMs = 86_400_000;

type Stored = StoredBackup<BackupSummary>;
const stored = (daysAgo: number, change: Partial<Stored> = {}, told: Partial<BackupSummary> = {}): Stored =>
  aStoredBackup(new Date(now.getTime() - daysAgo * dayMs).toISOString(), told, change);
const days = (...ago: number[]): Stored[] => ago.map((each) => stored(each));
const policy = (given: Parameters<typeof retentionPolicySchema.parse>[0]) => retentionPolicySchema.parse(given);
const rulesOf = (last: number, byType: Record<string, number> = {}): RetentionRules => ({
  servers: new Set(['shop-db']),
  byStorage: new Map([['disk', policy({ last })]]),
  byType: new Map(Object.entries(byType).map(([type, most]) => [type, policy({ last: most })])),
  isReadBack: false,
});
const deleted = (entries: CatalogueEntry<BackupSummary>[], rules = rulesOf(2), at = now): string[] =>
  planRetention(entries, rules, at)
    .filter(({ isKept }) => !isKept)
    .map(({ folder }) => folder);
const folders = (entries: Stored[]): string[] => entries.map(({ folder }) => folder);
const reasonsOf = (entries: CatalogueEntry<BackupSummary>[], rules = rulesOf(2)): string[] => [
  ...new Set(planRetention(entries, rules, now).flatMap(({ reasons }) => reasons)),
];

it('counts each type, database and server by itself, and a type by its own policy', () => {
  const daily = days(1, 2, 3);
  const hourly = [0.1, 0.2, 0.3, 0.4].map((ago) => stored(ago, {}, { type: 'hourly' }));
  const crm = [1, 2, 3].map((ago) => stored(ago, {}, { database: 'crm' }));
  expect(deleted([...daily, ...hourly, ...crm], rulesOf(2, { hourly: 3 })).sort()).toEqual(
    folders([daily[2]!, hourly[3]!, crm[2]!]).sort(),
  );
});

it('deletes nothing without a policy, and nothing of a server that others back up', () => {
  const none: RetentionRules = { ...rulesOf(1), byStorage: new Map() };
  expect(deleted(days(1, 2, 3), none)).toEqual([]);
  expect(reasonsOf(days(1, 2, 3), none)).toEqual([keptUnasked.noPolicy]);
  const foreign = [1, 2, 3].map((ago) => stored(ago, {}, { server: 'theirs' }));
  expect(reasonsOf(foreign)).toEqual([keptUnasked.otherServer]);
});

it('deletes nothing because weeks have passed in which everything failed', () => {
  const entries = days(0, 1, 2, 3, 4, 5, 6);
  const rules: RetentionRules = { ...rulesOf(1), byStorage: new Map([['disk', policy({ daily: 7 })]]) };
  for (const weeks of [0, 1, 5, 60]) {
    const later = new Date(now.getTime() + weeks * 7 * dayMs);
    expect(deleted(entries, rules, later)).toEqual([]);
  }
});

it('deletes nothing while the newest was found to be no good, and counts no such backup', () => {
  const entries = days(1, 2, 3, 4);
  const foundBad = { level: 'read-back', reason: 'No.', foundAt: now.toISOString() } as const;
  const knowing = (bad: number): Stored[] => entries.map((each, at) => (at === bad ? { ...each, foundBad } : each));
  expect(deleted(entries, rulesOf(2))).toEqual(folders(entries.slice(2)));
  expect(deleted(knowing(0), rulesOf(2))).toEqual([]);
  expect(deleted(knowing(1), rulesOf(2))).toEqual(folders(entries.slice(3)));
  expect(reasonsOf(knowing(1), rulesOf(2))).toContain(keptUnasked.foundBad);
});

it('counts none that is still to be read back, for six hours, where new ones are', () => {
  const [young, old] = [stored(5 / 24), stored(7 / 24)];
  const others = days(1, 2);
  const reading: RetentionRules = { ...rulesOf(1), isReadBack: true };
  expect(deleted([young, ...others], reading)).toEqual(folders(others.slice(1)));
  expect(reasonsOf([young, ...others], reading)).toContain(keptUnasked.unread);
  expect(deleted([old, ...others], reading)).toEqual(folders(others));
  expect(deleted([young, ...others], rulesOf(1))).toEqual(folders(others));
  const proof = { level: 'stored', verifiedAt: now.toISOString() } as const;
  expect(deleted([{ ...young, proof }, ...others], reading)).toEqual(folders(others));
});

it('keeps the newest of which anything is proved while nothing is of those that follow it', () => {
  const proof = { level: 'stored', verifiedAt: now.toISOString() } as const;
  const [unread, ...older] = [stored(7 / 24), ...days(1, 2)] as [Stored, Stored, Stored];
  const entries = [unread, ...older.map((each) => ({ ...each, proof }))];
  const reading: RetentionRules = { ...rulesOf(1), isReadBack: true };
  expect(deleted(entries, reading)).toEqual(folders(older.slice(1)));
  expect(reasonsOf(entries, reading)).toContain('newest of which anything is proved');
  // Once it was read back it takes its place.
  expect(deleted([{ ...unread, proof }, ...entries.slice(1)], reading)).toEqual(folders(older));
});

it('counts none as verified of which the bytes alone are known', () => {
  const verifiedAt = now.toISOString();
  const [newest, second, third] = days(1, 2, 3) as [Stored, Stored, Stored];
  const entries: Stored[] = [{ ...newest, proof: { level: 'stored', verifiedAt } }, second, third];
  const knowing = (level: 'stored' | 'read-back'): Stored[] => [
    ...entries.slice(0, 2),
    { ...third, proof: { level, verifiedAt } },
  ];
  const rules: RetentionRules = { ...rulesOf(1), byStorage: new Map([['disk', policy({ last: 1, verified: 1 })]]) };
  expect(deleted(knowing('read-back'), rules)).toEqual(folders(entries.slice(1, 2)));
  expect(deleted(knowing('stored'), rules)).toEqual(folders(entries.slice(1)));
});

it('takes a backup that is dated in the future for no reason to delete another one', () => {
  const past = days(1, 2);
  const future = days(-1, -2, -365);
  expect(deleted([...future, ...past])).toEqual([]);
  expect(reasonsOf(future)).toEqual([keptUnasked.future]);
  // Our own clock set back: what it deletes would be deleted with the right one as well.
  const all = days(0, 1, 2, 3, 4, 5, 6, 7, 8);
  const right = deleted(all);
  for (const back of [1, 3, 8, 400])
    expect(right).toEqual(expect.arrayContaining(deleted(all, rulesOf(2), new Date(now.getTime() - back * dayMs))));
});

it('deletes nothing while the newest is not whole, and counts none that is not', () => {
  const [newest, ...older] = days(1, 2, 3, 4);
  const broken: Stored = { ...newest!, objectFault: 'of another size' };
  expect(deleted([broken, ...older])).toEqual([]);
  expect(reasonsOf([broken, ...older])).toEqual([keptUnasked.newestNotWhole]);
  const brokenInBetween: Stored = { ...older[0]!, objectFault: 'missing' };
  expect(deleted([newest!, brokenInBetween, older[1]!, older[2]!])).toEqual([older[2]!.folder]);
});

it('deletes nothing while a newer manifest cannot be read, whatever type it is of', () => {
  const unreadable = {
    ...stored(0.5),
    kind: 'unreadable-manifest' as const,
    fault: 'its manifest.json is no manifest',
  };
  const { manifest: _, ...entry } = unreadable;
  expect(deleted([entry, ...days(1, 2, 3)])).toEqual([]);
  expect(deleted([{ ...entry, folder: stored(9).folder }, ...days(1, 2, 3)])).toHaveLength(1);
  expect(deleted([{ ...entry, folder: stored(0.5, {}, { database: 'crm' }).folder }, ...days(1, 2, 3)])).toHaveLength(
    1,
  );
});

/** Numbers that look random and are the same in each run. */
function* pseudoRandom(seed: number): Generator<number> {
  for (let state = seed; ;) yield (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

it('keeps what must be kept in any storage, and is done after one application', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = pseudoRandom(seed);
    const next = (most: number): number => Math.floor(random.next().value! * most);
    const entries = Array.from({ length: next(40) }, (_, index) =>
      stored(
        index * 0.4 - 1 + next(10) / 1000,
        {
          hold: next(9) === 0 ? { by: 'ops', why: 'audit', heldAt: now.toISOString() } : null,
          proof: next(6) === 0 ? { level: 'restored', verifiedAt: now.toISOString() } : null,
          objectFault: next(12) === 0 ? 'missing' : null,
        },
        { type: next(2) === 0 ? 'daily' : 'hourly' },
      ),
    );
    const rules: RetentionRules = {
      ...{ servers: new Set(['shop-db']), byType: new Map(), isReadBack: false },
      byStorage: new Map([
        ['disk', policy({ last: 1 + next(3), daily: next(4), weekly: next(3), verified: 1 + next(3) })],
      ]),
    };
    const gone = new Set(deleted(entries, rules));
    const left = entries.filter(({ folder }) => !gone.has(folder));
    for (const each of entries.filter(({ folder }) => gone.has(folder))) {
      expect([each.hold, each.objectFault, each.manifest.startedAt <= now.toISOString()]).toEqual([null, null, true]);
      const like = left.filter(
        ({ manifest, objectFault }) => manifest.type === each.manifest.type && objectFault === null,
      );
      // A newer whole one of its type stays, and as many verified ones as are asked for.
      expect(like.some(({ manifest }) => manifest.startedAt > each.manifest.startedAt)).toBe(true);
      const verified = like.filter(({ proof }) => proof !== null).length;
      if (each.proof !== null) expect(verified).toBeGreaterThanOrEqual(rules.byStorage.get('disk')!.verified);
    }
    expect(deleted(left, rules)).toEqual([]);
  }
});

it('tells what is no backup, both ways, and sweeps only what is old enough to be nothing else', () => {
  const place = (daysAgo: number) => {
    const { storage, folder, bytes, changedAt } = stored(daysAgo);
    return { storage, folder, bytes, changedAt, fault: 'x' };
  };
  const entries: CatalogueEntry<BackupSummary>[] = [
    { ...place(0.1), kind: 'no-manifest' },
    { ...place(2), kind: 'no-manifest' },
    { ...place(3), kind: 'unreadable-manifest' },
    { ...place(4), kind: 'being-deleted' },
    stored(5, { objectFault: 'missing' }),
    stored(6, { objectFault: 'missing', hold: { by: 'ops', why: 'audit', heldAt: now.toISOString() } }),
    stored(7),
  ];
  expect(orphansIn(entries, now).map(({ kind, isSweepable }) => [kind, isSweepable])).toEqual([
    ['object-without-manifest', false],
    ['object-without-manifest', true],
    ['unreadable-manifest', false],
    ['deletion-under-way', true],
    ['manifest-without-object', true],
    ['manifest-without-object', false],
  ]);
});

it('says of a storage that cannot be read that nothing is deleted there', () => {
  const view = {
    storage: aStorage,
    readAt: now.toISOString(),
    failure: 'Storage disk: it cannot be listed',
    entries: days(1, 2, 3),
  };
  expect(planOf([view], rulesOf(1), now)).toMatchObject({ wouldDelete: 0, wouldKeep: 0, choices: [] });
  expect(planOf([view], rulesOf(1), now).failures).toEqual([{ storage: 'disk', failure: view.failure }]);
});
