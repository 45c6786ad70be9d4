import type { Alert } from '@cutover/contracts';
import { aSnapshot } from '../../test/support/migration-snapshot.js';
import type { AlertStore } from './store/alert.store.js';
import { AlertBoard } from './alert-board.js';
import { AlertJournal } from './alert-journal.js';
import { proven, type AlertRule, type RuleReading } from './alert-rule.js';

const now = { nowIso: '2026-01-01T00:00:00.000Z', monotonicMs: 0 };
const config = { holdSeconds: 10, resolveSamples: 2 };

function ruleOf(type: AlertRule['type'], judge: () => RuleReading): AlertRule {
  return { type, policy: proven, judge };
}

function reading(...subjects: string[]): RuleReading {
  return {
    findings: subjects.map((subject) => ({ subject, severity: 'WARNING', message: 'm', action: 'a', evidence: 'e' })),
    otherwise: () => ({ kind: 'good', evidence: 'later' }),
  };
}

describe('AlertBoard', () => {
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;

  it('lets a rule that fails neither stop the others nor resolve its own alerts', () => {
    const failures: string[] = [];
    let isBroken = false;
    const fragile = ruleOf('errant_transactions', () => {
      if (isBroken) throw new Error('bug');
      return reading('domain 0');
    });
    const board = new AlertBoard([fragile, ruleOf('missing_grant', () => reading('source'))], config, newId, (rule) =>
      failures.push(rule.type),
    );
    board.judge(aSnapshot(), now);
    isBroken = true;
    expect(board.judge(aSnapshot(), now)).toEqual([]);
    expect(failures).toEqual(['errant_transactions']);
    expect(
      board
        .open()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['errant_transactions', 'missing_grant']);
  });

  it('keeps migrations apart, and one alert per identity', () => {
    const board = new AlertBoard([ruleOf('missing_grant', () => reading('source', 'source'))], config, newId, fail);
    board.judge(aSnapshot({ migration: 'a' }), now);
    board.judge(aSnapshot({ migration: 'b' }), now);
    board.judge(aSnapshot({ migration: 'b' }), now);
    expect(board.open()).toHaveLength(2);
    expect(board.open('b')).toMatchObject([{ migration: 'b', subject: 'source' }]);
  });

  it('does not take back an alert whose identity is open already', () => {
    const board = new AlertBoard([ruleOf('missing_grant', () => reading('source'))], config, newId, fail);
    board.judge(aSnapshot(), now);
    const [open] = board.open();
    expect(open && board.restore({ ...open, id: 'older' }, 0)).toBe(false);
    expect(board.acknowledge('older', 'ops', now.nowIso)).toBeNull();
  });
});

function fail(): never {
  throw new Error('no rule should fail here');
}

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
