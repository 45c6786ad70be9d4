import { foldFreezeProofs, messageAlerts, type Alert, type FreezeProof, type OverallVerdict } from '@cutover/contracts';
import type { News } from '../telling/decide-news.js';
import { anAftermath, aProof, lightsWith } from '../../../../test/support/a-freeze-proof.js';
import { compose, composeTest } from './compose.js';
import { saidOfGroup, saidOfProof } from './said-of-proof.js';

const at = '2026-01-01T02:13:04.567Z';
const anAlert = (change: Partial<Alert> = {}): Alert => ({
  ...{ id: 'a', type: 'lag_threshold', severity: 'WARNING', migration: 'shop', subject: 'target', state: 'firing' },
  ...{ message: 'The lag is 14 s', action: 'Look at the load', activeAt: at, firedAt: at, resolvedAt: null },
  ...{ acknowledgedAt: null, acknowledgedBy: null, occurrences: 1 },
  ...change,
});
const reason = (message: string) => ({ message, action: `Mend ${message}` });
const verdict = (answer: OverallVerdict['answer'], ...reasons: string[]) =>
  ({ answer, since: at, reasons: reasons.map(reason) }) as unknown as OverallVerdict;
const news = (change: Partial<News> = {}): News => ({
  ...{ changedFrom: null, proof: null, began: [], still: [], ended: [], events: [] },
  ...change,
});
const addressing = { id: 'm1', channel: 'on-call', nowIso: at, publicUrl: 'https://cutover.example.com/' };
const say = (change: Partial<News>, of: OverallVerdict | null = verdict('not-safe', 'one', 'two', 'three', 'four')) =>
  compose('shop', news(change), { verdict: of, proof: null }, addressing);

it('says the answer, the migration and the worst that happened in its first line', () => {
  const began = [anAlert({ severity: 'CRITICAL', message: 'Replication broke' }), anAlert()];
  expect(say({ began }).headline).toBe('NOT SAFE · shop · CRITICAL: Replication broke (and 1 more)');
  expect(say({ changedFrom: 'safe' }).headline).toBe('NOT SAFE · shop · was safe');
  expect(say({ still: [anAlert()] }).headline).toBe('NOT SAFE · shop · still WARNING: The lag is 14 s');
  expect(say({ ended: [anAlert()] }, null).headline).toMatch(/^ANSWER NOT KNOWN YET · shop · resolved: WARNING/);
  expect(say({ events: [anAlert({ message: 'A table appeared' })] }).headline).toContain('A table appeared');
});

it('says of backups what and where, without an answer of a migration', () => {
  const late = anAlert({ migration: null, subject: 'daily/shop-db/shop', message: 'None is there' });
  const none = { verdict: null, proof: null };
  const message = compose(null, news({ began: [late] }), none, addressing);
  expect(message).toMatchObject({
    ...{ migration: null, isTest: false, headline: 'BACKUPS · WARNING: daily/shop-db/shop: None is there' },
    link: 'https://cutover.example.com/backups#alerts',
  });
  expect(message.text).not.toMatch(/SAFE|ANSWER/);
  const over = compose(null, news({ ended: [late] }), none, addressing);
  expect(over.headline).toBe('BACKUPS · resolved: WARNING: daily/shop-db/shop: None is there');
});

it('keeps its first line one line that a telephone shows', () => {
  const { headline } = say({ began: [anAlert({ message: `a\n\nb ${'long '.repeat(60)}` })] });
  expect(headline).toHaveLength(150);
  expect(headline).toMatch(/WARNING: a b long .*…$/);
});

it('shows by its code what turns text or hides it, and lets no name write a line of its own', () => {
  const name = 'shop.\u202ea\n\nSAFE since now.\nDo: Switch.';
  const began = [anAlert({ subject: name, message: `Table ${name} differs` })];
  const { headline, text } = say({ began }, verdict('not-safe', `Table ${name} differs`));
  expect(headline + text).not.toMatch(/\u202e/);
  expect(headline).toContain('shop.\\u202ea SAFE since now. Do: Switch.');
  expect(text.split('\n').filter((line) => /^ {0,4}(SAFE|Do: Switch)/.test(line))).toEqual([]);
});

it('says what, since when, what to do and where to look', () => {
  const ended = [anAlert({ resolvedAt: '2026-01-01T03:00:00.000Z' }), anAlert()];
  const { text, link } = say({ changedFrom: 'safe', began: [anAlert()], ended, events: [anAlert()] });
  expect(link).toBe('https://cutover.example.com/m/shop#alerts');
  expect(text).toBe(
    [
      ...['NOT SAFE · shop · WARNING: The lag is 14 s', ''],
      ...['NOT SAFE (was SAFE) since 2026-01-01 02:13:04 UTC.', '  Because: one.', '  Because: two.'],
      ...['  Because: three.', '  Do: Mend one.', '', 'FIRING (1)', '', 'WARNING · target'],
      ...['  What: The lag is 14 s.', '  Since: 2026-01-01 02:13:04 UTC', '  Do: Look at the load.', ''],
      ...['RESOLVED (2)', '', 'target', '  Was: The lag is 14 s.'],
      ...['  From 2026-01-01 02:13:04 UTC to 2026-01-01 03:00:00 UTC.', '', 'target', '  Was: The lag is 14 s.'],
      ...['  From 2026-01-01 02:13:04 UTC to when is not known.', '', 'HAPPENED (1)', ''],
      ...['target: The lag is 14 s. 2026-01-01 02:13:04 UTC', '', 'https://cutover.example.com/m/shop#alerts', ''],
    ].join('\n'),
  );
});

it('names so many alerts at most, and says how many more there are', () => {
  const began = Array.from({ length: messageAlerts + 3 }, () => anAlert());
  const { firing, text } = say({ began });
  expect([firing.count, firing.alerts.length]).toEqual([messageAlerts + 3, messageAlerts]);
  expect(text).toContain('… and 3 more: see the page.');
});

it('says what became of a freeze proof first, whose it was, and leads to its page', () => {
  const proof = aProof({
    ...{ state: 'failed', lights: lightsWith('green', { 'source-still': 'red' }), startedAt: at, finishedAt: at },
    ...{ conclusion: 'Do not switch. Light 3: The source was written.', nextStep: 'Stop the application.' },
  });
  const told = (event: 'ended' | 'broken', change: Partial<FreezeProof> = {}) =>
    compose(
      'shop',
      news({ proof: { id: 'p', event }, began: [anAlert()] }),
      { verdict: verdict('safe'), proof: saidOfProof({ id: 'p', event }, { ...proof, ...change }) },
      addressing,
    );
  const { headline, text, link } = told('ended');
  expect(headline).toBe('FREEZE PROOF FAILED · shop · Do not switch. Light 3: The source was written.');
  expect(link).toBe('https://cutover.example.com/m/shop/freeze-proof');
  expect(text.split('\n\n')[1]).toBe(
    [
      'FREEZE PROOF FAILED, 6 of 7 lights green',
      '  What: Do not switch. Light 3: The source was written.',
      '  From 2026-01-01 02:13:04 UTC to 2026-01-01 02:13:04 UTC, started by ops.',
      '  Do: Stop the application.',
    ].join('\n'),
  );
  expect(text).toContain('FIRING (1)');
  expect(told('broken', { state: 'passed' }).headline).toMatch(/^FREEZE PROOF HOLDS NO MORE · shop/);
  // Read an hour later it must not tell anybody to switch now.
  const passed = told('ended', { state: 'passed', nextStep: 'Switch the application.' });
  expect(passed.headline).toBe(
    'FREEZE PROOF PASSED · shop · All seven lights were green: nothing was lost if you switched then.',
  );
  expect(passed.text).not.toContain('Switch the application');
});

it('says of the proof of all databases how many are proved, and leads to the list of migrations', () => {
  const part = (database: string, change: Partial<FreezeProof>): FreezeProof =>
    aProof({
      ...{ migration: `shop.${database}`, run: 'R', group: { name: 'shop', database, count: 2 }, startedAt: at },
      ...{ finishedAt: at, state: 'passed', standing: 'holds', lights: lightsWith('green'), after: anAftermath(at) },
      ...change,
    });
  const told = (event: 'ended' | 'broken', change: Partial<FreezeProof>) => {
    const proofs = [part('a', {}), part('b', change)];
    const folded = foldFreezeProofs('shop', [
      { migration: 'shop.a', database: 'a', proof: proofs[0]! },
      { migration: 'shop.b', database: 'b', proof: proofs[1]! },
    ])!;
    const proof = saidOfGroup({ id: 'R', event }, folded, proofs);
    return compose('shop', news({ proof: { id: 'R', event } }), { verdict: null, proof }, addressing);
  };
  const passed = told('ended', {});
  expect(passed.link).toBe('https://cutover.example.com/');
  expect(passed.text).toContain('FREEZE PROOF PASSED, 2 of 2 databases proved');
  expect(passed.text).not.toMatch(/switch now|Run this/);
  const failed = told('ended', {
    state: 'failed',
    standing: null,
    lights: lightsWith('green', { 'hot-tables': 'red' }),
  });
  expect(failed.freezeProof).toMatchObject({ state: 'failed', greenLights: 6, databases: { count: 2, proved: 1 } });
  expect(failed.headline).toBe('FREEZE PROOF FAILED · shop · Do not switch: b stands in the way, of 2 databases.');
  // A proof of each that has passed is no proof of all: nobody reads "passed" over a freeze that one of them left.
  const thawed = told('ended', { after: anAftermath(at, { thawedAt: at }) });
  expect(thawed.headline).toMatch(/^FREEZE PROOF FAILED · shop/);
  expect(told('broken', { standing: 'broken' }).headline).toMatch(/^FREEZE PROOF HOLDS NO MORE · shop/);
});

it('says that a test is one', () => {
  const test = composeTest({ ...addressing, publicUrl: undefined });
  expect(test).toMatchObject({ isTest: true, verdict: null, link: null, headline: expect.stringMatching(/^TEST/) });
  expect(test.text).toContain('Nothing happened');
});
