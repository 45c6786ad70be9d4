import type { ReplicationSlot, Subscription } from '@cutover/contracts';
import { aLag, channel, someEvidence } from '../../../test/support/some-evidence.js';
import type { Check } from '../../evidence/check.js';
import { initialSyncCheck } from './initial-sync.check.js';
import { replicationSlotCheck } from './replication-slot.check.js';
import { subscribedTablesCheck } from './subscribed-tables.check.js';

const nowMs = Date.parse('2026-11-20T03:00:00.000Z');

const subscription = (changes: Partial<Subscription>, slot: Partial<ReplicationSlot> | null = {}): Subscription => ({
  ...{ id: '1', failures: null, doubt: null },
  ...{ isEnabled: true, publications: ['pub'], slotName: 'sub', applyErrors: 0, syncErrors: 0, missedRows: null },
  initialSync: { tables: 3, ready: 3, pending: [], action: null },
  coverage: { measuredAt: '2026-11-20T03:00:00.000Z', gaps: [] },
  slot: slot && {
    ...{ name: 'sub', isActive: true, walStatus: 'reserved', behindBytes: 0, retainedBytes: 2 ** 20 },
    ...{ safeWalBytes: null, confirmedPosition: null, action: null, ...slot },
  },
  ...changes,
});

const judged = (check: Check, of: Subscription) =>
  check.judge(someEvidence({ lag: aLag({ channels: [{ ...channel(), name: 'sub', subscription: of }] }) }), nowMs);

const said = (check: Check, of: Subscription) =>
  judged(check, of).found.map(({ outcome, severity, message }) => [outcome, severity, message]);

describe('replication-slot', () => {
  it.each([
    ['no limit is set', {}],
    ['most of what may be kept is left', { safeWalBytes: 2 ** 24 }],
  ])('passes while %s', (_, slot) => {
    expect(judged(replicationSlotCheck, subscription({}, slot))).toMatchObject({ found: [], rest: 'pass' });
  });

  it('warns when less than a fifth is left, and is critical when the source is about to remove what is needed', () => {
    expect(said(replicationSlotCheck, subscription({}, { safeWalBytes: 2 ** 17 }))).toEqual([
      ['fail', 'WARNING', expect.stringContaining('retains 1 MiB')],
    ]);
    expect(said(replicationSlotCheck, subscription({}, { walStatus: 'unreserved', safeWalBytes: -5 }))).toEqual([
      ['fail', 'CRITICAL', expect.stringContaining('about to remove what the target still needs')],
    ]);
  });

  it('is unknown of a slot that was not seen', () => {
    expect(judged(replicationSlotCheck, subscription({}, null))).toMatchObject({ found: [], rest: 'unknown' });
  });
});

describe('initial-sync', () => {
  it('passes when every table is ready', () =>
    expect(judged(initialSyncCheck, subscription({}))).toMatchObject({ found: [], rest: 'pass' }));

  it('names what is not ready, and blocks without an alert', () => {
    const pending = ['a', 'b', 'c', 'd'].map((table, index) => ({
      ...{ table: `public.${table}`, state: 'copying' as const },
      ...(index === 0 ? { copiedBytes: 1_200_000, copiedRows: '3400' } : { copiedBytes: null, copiedRows: null }),
    }));
    expect(
      said(initialSyncCheck, subscription({ initialSync: { tables: 9, ready: 4, pending, action: null } })),
    ).toEqual([
      [
        'fail',
        'INFO',
        'First copy: 4 of 9 tables are on the target; public.a is being copied (1.2 MB, 3400 rows so far), public.b is being copied, public.c is being copied, and 2 more',
      ],
    ]);
    expect(initialSyncCheck.blocks).toBe('unless-passed');
  });

  it('does not take a subscription without tables for a whole one', () => {
    expect(
      said(initialSyncCheck, subscription({ initialSync: { tables: 0, ready: 0, pending: [], action: 'Add tables' } })),
    ).toEqual([['fail', 'WARNING', 'The subscription sub has no table, so nothing is replicated']]);
  });
});

describe('subscribed-tables', () => {
  const measuredAt = '2026-11-20T03:00:00.000Z';
  const gap = (kind: 'not-subscribed' | 'limited', headline: string) => ({
    ...{ kind, headline, tableCount: 1, action: 'Refresh it.' },
  });
  const withGaps = (...gaps: ReturnType<typeof gap>[]) => subscription({ coverage: { measuredAt, gaps } });

  it('passes when all is carried, and is unknown while nobody has looked', () => {
    expect(judged(subscribedTablesCheck, withGaps())).toMatchObject({ found: [], rest: 'pass' });
    expect(judged(subscribedTablesCheck, subscription({ coverage: null }))).toMatchObject({
      found: [],
      rest: 'unknown',
    });
  });

  it('is critical where rows do not come, and warns of what may be meant so', () => {
    const filter = gap('limited', 'a row filter leaves out rows of public.a');
    const lost = gap('not-subscribed', 'public.b is published and not in it: their rows do not come');
    expect(said(subscribedTablesCheck, withGaps(filter))).toEqual([
      ['fail', 'WARNING', 'The subscription sub does not carry all: a row filter leaves out rows of public.a'],
    ]);
    expect(said(subscribedTablesCheck, withGaps(lost, filter))).toEqual([
      ['fail', 'CRITICAL', expect.stringMatching(/public\.b is published .*; a row filter/)],
    ]);
  });
});
