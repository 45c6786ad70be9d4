import { checksum } from '../../../../test/support/some-evidence.js';
import { ended, newRun, resumedRun, withCurrent, withResult } from './run-progress.js';

describe('a run', () => {
  it('has nothing current once it has ended', () => {
    const run = newRun({
      ...{ id: 'r', migration: 'shop', trigger: 'request', tables: 2 },
      now: 'then',
    });
    expect(ended(withCurrent(run, 'shop.a'), 'cancelled', 'why', 'now')).toMatchObject({
      ...{
        state: 'cancelled',
        reason: 'why',
        finishedAt: 'now',
        verdict: null,
        tables: { total: 2, done: 0, current: [] },
      },
    });
  });
});

it('a run with a table of another definition is diverged, and stays so', () => {
  const otherwise = checksum('shop.a', 'matched', {
    definitionDifferences: ['column id is INVISIBLE on the source only'],
  });
  const first = newRun({ id: '1', migration: 'shop', trigger: 'request', tables: 2, now: '2026-11-20T03:00:00.000Z' });
  const run = withResult(withResult(first, otherwise), checksum('shop.b', 'matched'));
  expect([run.verdict, run.verdicts.matched]).toEqual(['diverged', 2]);
  expect(resumedRun(run, run.results).verdict).toBe('diverged');
});
