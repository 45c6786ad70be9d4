// Every sentence of the seven lights, in every state in which a proof can leave them.
import type { ChecksumRun, FreezeLight, FreezeLightId, FreezeProofState } from '@cutover/contracts';
import { freezeLightIds } from '@cutover/contracts';
import { aWorld, ended, type World } from '../../test/support/freeze-world.js';
import { lostConnection } from './freeze-holder.js';

/** `state: message > action > statement` */
type Told = Partial<Record<FreezeLightId, string>>;

const setUp = 'SET UP shop.cutover_sentinel';
const green: Record<FreezeLightId, string> = {
  'sentinel-written': 'green: The row was written in shop.cutover_sentinel.',
  'source-frozen': 'green: The source was frozen (read_only = ON), and nobody was connected whom that does not stop.',
  'source-still': 'green: The source stood at 0-1-7 in two readings, 2.0 s apart.',
  'target-reached': 'green: The target has applied everything up to the position of the source.',
  'sentinel-seen': 'green: The row that was written on the source has arrived on the target.',
  'hot-tables': 'green: 1 table was proved equal at the frozen position.',
  'target-captured': 'green: The target stood at 0-1-7, and nobody had written to it: the way back begins there.',
};
const after = (number: number, ...ids: FreezeLightId[]): Told =>
  Object.fromEntries(ids.map((id) => [id, `waiting: Not looked at, because light ${number} is not green.`]));
const cutShort = (why: string, running: FreezeLightId): Told => {
  const from = freezeLightIds.indexOf(running);
  return Object.fromEntries(
    freezeLightIds
      .slice(from)
      .map((id) => [id, id === running ? `unknown: Not finished: ${why}.` : `waiting: Not looked at: ${why}.`]),
  );
};
const beforeTarget: FreezeLightId[] = ['sentinel-seen', 'hot-tables', 'target-captured'];
const notConfigured =
  'unknown: No sentinel table is configured: set readiness.freezeProof.sentinelTable (shop.cutover_sentinel, say) in cutover.yaml and restart Cutover. > Run this on the source while it takes writes, and start the proof again. > ' +
  setUp;
const again = 'Run this on the source while it takes writes, and start the proof again.';
const run = (change: object): Partial<World> => ({
  run: { state: 'finished', reason: null, results: [{ table: 'shop.orders', ...change }] } as unknown as ChecksumRun,
});

const table: [string, Partial<World>, FreezeProofState, Told][] = [
  ['all is well', {}, 'passed', {}],
  [
    'Cutover freezes',
    { by: 'cutover' },
    'passed',
    {
      'source-frozen':
        'green: Cutover locked the source (FLUSH TABLES WITH READ LOCK): nobody could write, administrators neither.',
    },
  ],
  [
    'no sentinel table is configured',
    { isConfigured: false },
    'unproven',
    {
      'sentinel-written': notConfigured,
      'sentinel-seen': `unknown: No sentinel row was written on the source, so none can arrive. > ${again} > ${setUp}`,
    },
  ],
  [
    'no sentinel table is configured, and Cutover would freeze',
    { isConfigured: false, by: 'cutover' },
    'unproven',
    { 'sentinel-written': notConfigured, ...after(1, ...freezeLightIds.slice(1)) },
  ],
  [
    'the sentinel table is missing',
    { write: 'table-missing', by: 'cutover' },
    'unproven',
    {
      'sentinel-written': `unknown: The table shop.cutover_sentinel was not on the source. > ${again} > ${setUp}`,
      ...after(1, ...freezeLightIds.slice(1)),
    },
  ],
  [
    'the account may not write',
    { write: 'right-missing', by: 'cutover' },
    'unproven',
    {
      'sentinel-written': `unknown: The account of Cutover may not write the sentinel row. > ${again} > ${setUp}`,
      ...after(1, ...freezeLightIds.slice(1)),
    },
  ],
  [
    'nobody freezes the source',
    { guard: 'none', isMoving: true },
    'failed',
    {
      'source-frozen':
        'red: The source was not frozen (read_only = OFF). > Start the proof again, stop the application, and then run this on the source. > FREEZE',
      'source-still':
        'red: The source was written: its position moved from 0-1-7 to 0-1-8. Written: shop.orders. > Stop the application and freeze the source: run this on the source. Then start again. > FREEZE',
      ...after(3, 'target-reached', ...beforeTarget),
    },
  ],
  [
    'an administrator stays and writes',
    { isMoving: true, admins: ['root@localhost'] },
    'failed',
    {
      'source-frozen':
        'red: The source was frozen (read_only = ON), but root@localhost could write in spite of it. > End the connection of root@localhost on the source, or let it disconnect, and start the proof again. > KILL 7;',
      'source-still':
        'red: The source was written: its position moved from 0-1-7 to 0-1-8. Written: shop.orders. > Somebody wrote in spite of the freeze: end the connections of administrators (root@localhost), stop what the server runs by itself, and start again. To see who is there, run this on the source. > SHOW',
      ...after(3, 'target-reached', ...beforeTarget),
    },
  ],
  [
    'who is connected is not visible',
    { isBlind: true },
    'unproven',
    {
      'source-frozen':
        'unknown: The source was frozen (read_only = ON), but who is connected was not visible to our account. > Run this on the source, and start again. > GRANT IT',
    },
  ],
  [
    'the source says nothing',
    { guard: null },
    'unproven',
    {
      'source-frozen':
        'unknown: The source did not say whether it refuses writes. > Freeze the source, see that Cutover connects to it directly, and start again.',
    },
  ],
  [
    'the lock is refused',
    { by: 'cutover', obstacle: 'The source is not frozen, because a backup runs' },
    'failed',
    {
      'source-frozen': 'red: The source is not frozen, because a backup runs. > End it on the source. > KILL 9;',
      ...after(2, 'source-still', 'target-reached', ...beforeTarget),
    },
  ],
  [
    'the lock is lost on the way',
    { by: 'cutover', lockEnds: lostConnection },
    'failed',
    {
      'source-frozen': `red: The lock on the source had gone before the proof ended: its connection was lost. > See why the connection was lost (a proxy, a restart, a stall of more than 10 s), and start again.`,
    },
  ],
  [
    'the budget is over on the way',
    { by: 'cutover', lockEnds: 'the freeze budget of 60 s is over' },
    'failed',
    {
      'source-frozen':
        'red: The lock on the source had gone before the proof ended: the freeze budget of 60 s is over. > Raise readiness.freezeBudgetSeconds, or find out what took so long, and start again.',
    },
  ],
  [
    'the target is slow',
    { reached: 'not-reached' },
    'failed',
    {
      'target-reached':
        'red: The target did not reach the position of the source within the freeze budget of 60 s. > Let the application write to the source again, wait until the target has caught up, and start again.',
      ...after(4, ...beforeTarget),
    },
  ],
  [
    'replication stops',
    { reached: 'replication-stopped' },
    'failed',
    {
      'target-reached':
        'red: Replication on the target was stopped, so it could not reach the position of the source. > The page of the migration says why it stopped. Mend that, run this on the target, and start the proof again. > START',
      ...after(4, ...beforeTarget),
    },
  ],
  [
    'the row does not arrive',
    { hasArrived: false },
    'failed',
    {
      'sentinel-seen':
        'red: The target has reached the position of the source, but the sentinel row was not in its shop.cutover_sentinel. > Look for a replication filter on the target, or a table that the source does not log or publish. Do not switch before you know why.',
    },
  ],
  [
    'a table differs',
    run({ verdict: 'diverged' }),
    'failed',
    {
      'hot-tables':
        'red: shop.orders differs between source and target. > Do not switch. Let the application write to the source again, and mend the table: its rows are named on its page.',
    },
  ],
  [
    'a table could not be compared',
    run({ verdict: 'unverified', reason: 'it took too long' }),
    'unproven',
    {
      'hot-tables':
        'unknown: shop.orders was not proved equal at the frozen position: it took too long. > Remove the reason and start again, or name fewer tables.',
    },
  ],
  [
    'the target was written',
    { foreign: '0-2-1' },
    'failed',
    {
      'target-captured':
        'red: The target had taken writes of its own before its position could be captured: 0-2-1. > Do not switch: going back would lose these rows. Run this on the target, so that nobody else writes there; docs/errant-transactions.md says what to do with the rows. Then start again. > CLOSE',
    },
  ],
  [
    'the source does not answer in the middle',
    { breaksAt: 'target-captured' },
    'unproven',
    {
      'target-captured': 'unknown: It could not be looked at: gone. > Remove the reason, and start the proof again.',
    },
  ],
  [
    'the operator cancels while the freeze is waited for',
    { guard: 'none', waitSeconds: 600, cancelAfterMs: 300 },
    'cancelled',
    cutShort('the proof was cancelled', 'source-frozen'),
  ],
  [
    'the operator cancels, and no sentinel table is configured',
    { guard: 'none', waitSeconds: 600, cancelAfterMs: 300, isConfigured: false },
    'cancelled',
    { 'sentinel-written': notConfigured, ...cutShort('the proof was cancelled', 'source-frozen') },
  ],
  [
    'Cutover ends in the middle',
    { cancelAfterMs: 300, endsAs: 'interrupted' },
    'interrupted',
    cutShort('Cutover ended during the proof', 'source-still'),
  ],
  [
    'the operator cancels while tables are compared',
    { run: null, cancelAfterMs: 2_500 },
    'cancelled',
    cutShort('the proof was cancelled', 'hot-tables'),
  ],
  [
    'the source is thawed while the other lights are looked at',
    { atLast: 'thawed' },
    'failed',
    {
      'source-frozen':
        'red: The source is not frozen any more (read_only = OFF): it was thawed before the proof ended. > Start the proof again, and let nobody thaw the source before you have switched. The freeze: run this on the source. > FREEZE',
    },
  ],
  [
    'the source is restarted on the way',
    { atLast: 'restarted' },
    'failed',
    {
      'source-still':
        'red: The source was started anew during the proof (it runs for 1 s): what is not in its configuration is lost, a freeze or a lock among it. > See that the source runs and is frozen, and start the proof again.',
    },
  ],
  [
    'another server answers for the source at the end',
    { atLast: 'other-server' },
    'failed',
    { 'source-still': expect.stringMatching(/^red: Another server answers by the name of the source/) },
  ],
  [
    'another server answers for the target at the end',
    { atLast: 'other-target' },
    'failed',
    { 'target-captured': expect.stringMatching(/^red: Another server answers by the name of the target/) },
  ],
  ['the binary log is rotated on the way', { atLast: 'rotated' }, 'passed', {}],
  [
    'the binary log is rotated, and cannot be read',
    { atLast: 'rotated-unreadable' },
    'unproven',
    { 'source-still': expect.stringMatching(/^unknown: .* its log was begun anew/) },
  ],
  [
    'something without a GTID is written on the way',
    { atLast: 'written-without-gtid' },
    'failed',
    {
      'source-still': expect.stringMatching(
        /^red: The source was written without a GTID: its binary log moved from bin\.1:4 to bin\.2:4\./,
      ),
    },
  ],
];

const toldOf = ({ state, message, action, statement }: FreezeLight): string =>
  [`${state}: ${message}`, action, statement].filter((part) => part !== null).join(' > ');

it.concurrent.each(table)('where %s', async (_, change, state, told) => {
  const proof = await ended(aWorld(change));
  expect(Object.fromEntries(proof.lights.map((light) => [light.id, toldOf(light)]))).toEqual({ ...green, ...told });
  expect(proof.state).toBe(state);
  for (const light of proof.lights)
    // Run on the other side, a statement would undo what it is for.
    if (light.statement !== null) expect(light.action).toMatch(/on the (source|target)/);
  for (const light of proof.lights)
    // A proof that has ended neither looks, nor waits, nor watches.
    expect(toldOf(light)).not.toMatch(/\b(watches|Looking|Waiting|Comparing|Reading|Writing|Choosing|yet)\b|^running/);
});

it('says while it runs what it does, and what an operator may do meanwhile', async () => {
  const seen = new Set<string>();
  await ended(
    aWorld({
      guard: 'none',
      waitSeconds: 600,
      cancelAfterMs: 300,
      isConfigured: false,
      onProof: ({ lights }) => lights.forEach((light) => seen.add(`${light.id} ${toldOf(light)}`)),
    }),
  );
  expect([...seen].filter((line) => !line.includes('Not looked at') && !line.includes('Not finished'))).toEqual([
    'sentinel-written running: Writing the sentinel row on the source.',
    expect.stringMatching(
      /^sentinel-written unknown: No sentinel table is configured: .* > Run this on the source before you freeze it, .* Cutover watches for the row\. > WRITE BY HAND$/,
    ),
    'source-frozen running: Looking whether the source is frozen.',
    'source-frozen running: The source is not frozen yet (read_only = OFF). > Freeze the source: stop the application, then run this there. > FREEZE',
    `sentinel-written ${notConfigured}`,
  ]);
});
