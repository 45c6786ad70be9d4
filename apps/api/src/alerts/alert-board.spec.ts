import type { Alert } from '@cutover/contracts';
import { someEvidence } from '../../test/support/some-evidence.js';
import { proven, type Check, type CheckReading } from '../evidence/check.js';
import { judge } from '../judgement/judge.js';
import type { AlertStore } from './store/alert.store.js';
import { AlertBoard } from './alert-board.js';
import { AlertJournal } from './alert-journal.js';

const now = { nowIso: '2026-01-01T00:00:00.000Z', monotonicMs: 0 };
const config = { holdSeconds: 10, resolveSamples: 2 };

function checkOf(id: string, read: () => CheckReading): Check {
  return { id, claim: 'All is well', blocks: 'when-failed', needs: 'nothing', policy: proven, judge: read };
}

function reading(...subjects: string[]): CheckReading {
  return {
    found: subjects.map((subject) => ({
      ...{ subject, outcome: 'fail', severity: 'WARNING', message: 'm', action: 'a', evidence: 'e' },
    })),
    rest: 'pass',
    otherwise: () => ({ kind: 'pass', evidence: 'later' }),
  };
}

/** What the checks say; the ids of those that failed are put into `failures`. */
function judged(checks: readonly Check[], failures: string[] = []) {
  const placed = checks.map((check) => ({ check, section: 'lag' }));
  return judge(placed, someEvidence(), 0, ({ id }) => failures.push(id));
}

describe('AlertBoard', () => {
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;

  it('lets a check that fails neither stop the others nor resolve its own alerts', () => {
    const failures: string[] = [];
    let isBroken = false;
    const fragile = checkOf('errant-transactions', () => {
      if (isBroken) throw new Error('bug');
      return reading('domain 0');
    });
    const checks = [fragile, checkOf('missing-grant', () => reading('source'))];
    const board = new AlertBoard(config, newId);
    board.take('shop', judged(checks, failures), now);
    isBroken = true;
    expect(board.take('shop', judged(checks, failures), now)).toEqual([]);
    expect(failures).toEqual(['errant-transactions']);
    expect(
      board
        .open()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['errant_transactions', 'missing_grant']);
  });

  it('keeps migrations apart, and one alert per identity', () => {
    const checks = judged([checkOf('missing-grant', () => reading('source', 'source'))]);
    const board = new AlertBoard(config, newId);
    for (const migration of ['a', 'b', 'b']) board.take(migration, checks, now);
    expect(board.open()).toHaveLength(2);
    expect(board.open('b')).toMatchObject([{ migration: 'b', subject: 'source' }]);
  });

  it('does not take back an alert whose identity is open already', () => {
    const board = new AlertBoard(config, newId);
    board.take('shop', judged([checkOf('missing-grant', () => reading('source'))]), now);
    const [open] = board.open();
    expect(open && board.restore({ ...open, id: 'older' }, 0)).toBe(false);
    expect(board.acknowledge('older', 'ops', now.nowIso)).toBeNull();
  });

  it('makes no alert of what is only said', () => {
    const board = new AlertBoard(config, newId);
    const { found } = reading('source');
    const quiet = { ...reading(), found: found.map((each) => ({ ...each, severity: 'INFO' as const })) };
    board.take('shop', judged([checkOf('missing-grant', () => quiet)]), now);
    expect(board.open()).toEqual([]);
  });
});

describe('AlertJournal', () => {
  it('writes the latest form of each alert once the store works, in bounded memory', async () => {
    let isWorking = false;
    const written: string[] = [];
    const attempt = async (text: string) => {
      if (!isWorking) throw new Error('disk full');
      written.push(text);
    };
    const store: Pick<AlertStore, 'saveAll'> = {
      saveAll: async (changes) => {
        for (const [id, alert] of changes) await attempt(alert === null ? `${id} removed` : `${id} ${alert.state}`);
      },
    };
    const journal = new AlertJournal(store as AlertStore);
    const alert = (id: string, state: Alert['state']) => ({ id, state }) as Alert;
    for (let index = 0; index < 2001; index += 1) await journal.save(alert(`old${index}`, 'firing'));
    await journal.save(alert('a', 'firing'));
    await journal.save(alert('a', 'resolved'));
    await journal.remove('old5');
    isWorking = true;
    await journal.retry();
    expect(written).toHaveLength(2000);
    expect(written.slice(-2)).toEqual(['a resolved', 'old5 removed']);
    expect(written).not.toContain('old0 firing');
    await journal.retry();
    expect(written).toHaveLength(2000);
  });
});
