import type { TableFacts } from '@cutover/contracts';
import { aColumn } from '../../test/support/exact-column.js';
import { concludeProved } from '../proof/conclusion.js';
import {
  consistencyVerdict,
  describeFacts,
  differingFacts,
  movedFacts,
  unknownTables,
  type FactsReading,
} from './consistency-verdict.js';
import { differenceAdvice } from './dialects/mysql-family/difference-advice.js';

const facts: TableFacts = {
  rows: '7',
  smallestKey: '1',
  largestKey: '9',
  autoIncrement: '10',
  columns: ['id int NOT NULL'],
};
const id = aColumn('id', 'int');
const reading = (changes: Partial<TableFacts> = {}, columns = [id]): NonNullable<FactsReading> => ({
  facts: { ...facts, ...changes },
  definition: { columns },
  isKeyAutoIncrement: true,
});

describe('differingFacts', () => {
  it.each([
    [{ rows: '8' }, ['rows']],
    [{ smallestKey: '2' }, ['smallestKey']],
    [{ largestKey: null }, ['largestKey']],
    [{}, ['columns'], [aColumn('id', 'bigint')]],
    [{ rows: '8' }, ['rows', 'columns'], []],
  ])('sees %j, and %j', (changes, expected, columns = [id]) => {
    expect(differingFacts(reading(), reading(changes, columns))).toEqual(expected);
  });

  it('sees a table that is there on one side only', () => {
    expect(differingFacts(reading(), null)).toEqual(['presence']);
    expect(differingFacts(null, reading())).toEqual(['presence']);
    expect(differingFacts(null, null)).toEqual([]);
  });

  it('takes a counter that is higher, equal or merely lower for no difference', () => {
    for (const autoIncrement of ['99', '10', null])
      expect(differingFacts(reading(), reading({ autoIncrement }))).toEqual([]);
    expect(differingFacts(reading({ autoIncrement: '500' }), reading({ autoIncrement: '10' }))).toEqual([]);
  });

  it('sees a counter whose next number is taken, also beyond 2^53', () => {
    expect(differingFacts(reading(), reading({ autoIncrement: '9' }))).toEqual(['autoIncrement']);
    const large = { largestKey: '9007199254740993', autoIncrement: '9007199254740994' };
    expect(differingFacts(reading(large), reading({ ...large, autoIncrement: '9007199254740993' }))).toEqual([
      'autoIncrement',
    ]);
  });

  it('does not blame the target for a source that would collide itself', () => {
    expect(differingFacts(reading({ autoIncrement: '8' }), reading({ autoIncrement: '5' }))).toEqual([]);
  });

  it('judges no counter that does not belong to the compared key', () => {
    const other = (autoIncrement: string): FactsReading => ({
      ...reading({ autoIncrement }),
      isKeyAutoIncrement: false,
    });
    expect(differingFacts(other('10'), other('2'))).toEqual([]);
  });
});

describe('movedFacts', () => {
  it('names what changed on the source, and never the counter', () => {
    expect(movedFacts(reading(), reading({ rows: '8', largestKey: '10', autoIncrement: '11' }))).toEqual([
      'rows',
      'largestKey',
    ]);
    expect(movedFacts(reading(), null)).toContain('presence');
    expect(movedFacts(null, null)).toEqual([]);
  });

  it('takes everything for changed when another table has the name now', () => {
    const other = { ...reading(), definition: { columns: [id], createdAt: '2026-11-26 07:00:00' } };
    expect(movedFacts(reading(), other)).toEqual(expect.arrayContaining(['rows', 'smallestKey', 'autoIncrement']));
  });
});

describe('describeFacts', () => {
  it('says both sides of every difference', () => {
    const words = describeFacts(['rows', 'largestKey'], reading(), reading({ rows: '6', largestKey: null }));
    expect(words).toBe('The source has 7 rows, the target 6; the largest key is 9 on the source, none on the target');
  });

  it('names the columns that differ, and the side a table is missing on', () => {
    const wider = reading({}, [id, aColumn('note', 'text')]);
    expect(describeFacts(['columns'], reading(), wider)).toBe(
      'The definitions differ: column note exists on the target only',
    );
    expect(describeFacts(['presence'], reading(), null)).toMatch(/^Missing on the target/);
    expect(describeFacts(['presence'], null, reading())).toMatch(/on the target only/);
    expect(describeFacts(['autoIncrement', 'smallestKey'], reading(), reading({ autoIncrement: '9' }))).toMatch(
      /would collide/,
    );
  });
});

describe('consistencyVerdict', () => {
  const matched = (source: FactsReading, target: FactsReading) =>
    consistencyVerdict(
      concludeProved({ kind: 'matched', source, target, position: '0-1-7' }, describeFacts),
      differenceAdvice,
    );

  it('is matched without a word when everything agrees', () => {
    expect(matched(reading(), reading())).toEqual({
      ...{ verdict: 'matched', differences: [], source: facts, target: facts, position: '0-1-7' },
    });
  });

  it('keeps the rows matched under a lower counter, and says what to do', () => {
    expect(matched(reading({ autoIncrement: '500' }), reading())).toMatchObject({
      ...{
        verdict: 'matched',
        differences: ['autoIncrement'],
        reason: expect.stringMatching(/target \(10, source 500\).*ALTER TABLE/),
      },
    });
    expect(matched(reading(), reading({ autoIncrement: '500' })).differences).toEqual([]);
  });

  it('does not call equal what is gone on both sides', () => {
    expect(matched(null, null)).toMatchObject({ verdict: 'unverified', source: null, target: null });
  });

  it('passes on what was proved, with the facts', () => {
    const target = reading({ rows: '6' });
    const finding = consistencyVerdict(
      concludeProved({ kind: 'diverged', source: reading(), target, position: null, aspects: ['rows'] }, describeFacts),
      differenceAdvice,
    );
    expect(finding).toMatchObject({ verdict: 'diverged', differences: ['rows'], target: { rows: '6' } });
  });

  it.each<[string, FactsReading, FactsReading, RegExp | null]>([
    [
      'a table that is on the source only',
      reading(),
      null,
      /^Copy the table to the target, in a session with .*sql_log_bin/,
    ],
    [
      'a table that is on the target only',
      null,
      reading(),
      /^Drop it from the target if nothing needs it, .*sql_log_bin/,
    ],
    [
      'a counter alone',
      reading(),
      reading({ autoIncrement: '9' }),
      /^Raise AUTO_INCREMENT on the target .*sql_log_bin/,
    ],
    ['rows, whatever the counter', reading(), reading({ rows: '6', autoIncrement: '9' }), null],
  ])('says what to do about %s, and nothing that goes without saying', (_, source, target, action) => {
    const aspects = differingFacts(source, target);
    const finding = consistencyVerdict(
      concludeProved({ kind: 'diverged', source, target, position: null, aspects }, describeFacts),
      differenceAdvice,
    );
    expect(finding.action ?? null).toEqual(action === null ? null : expect.stringMatching(action));
    expect(matched(reading(), reading()).action).toBeUndefined();
  });
});

describe('unknownTables', () => {
  it('turns what was good into unknown when nothing can be read', () => {
    const earlier = [
      {
        table: 'd.t',
        verdict: 'matched' as const,
        differences: [],
        source: null,
        target: null,
        position: 'p',
        checkedAt: 'then',
        durationMs: 3,
      },
    ];
    expect(unknownTables(earlier, 'both down', 'now')).toEqual([
      expect.objectContaining({
        verdict: 'unverified',
        reason: 'The tables could not be listed: both down',
        checkedAt: 'now',
        position: null,
      }),
    ]);
  });
});
