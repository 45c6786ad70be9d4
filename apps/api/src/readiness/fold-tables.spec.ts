import { differenceAdvice } from '../consistency/dialects/mysql-family/difference-advice.js';
import { basis, good, judge, said } from '../../test/support/folded-answer.js';
import { at, checksum, checksumsOf, consistency, watching } from '../../test/support/some-evidence.js';

describe('the answer of tables', () => {
  it('says how far the first comparison is, in place of all that is not proved yet', () => {
    const first = { ...good, checksums: { ...checksumsOf(checksum('shop.a', 'matched')), isComparing: true } };
    expect(said(judge(first))).toBe('First comparison: 1 of 2 tables');
    expect(judge(first).reasons[0]?.tables).toEqual(['shop.b']);
    // A table that was compared and not proved is no matter of waiting.
    const failed = checksumsOf(checksum('shop.a', 'unverified', { reason: 'locked' }));
    expect(said(judge({ ...first, checksums: { ...failed, isComparing: true } }))).toBe(
      'First comparison: 1 of 2 tables; shop.a is not proved equal: locked',
    );
  });

  it('says a shared reason once, and names the rows of the only table that differs', () => {
    const checksums = ['shop.a', 'shop.b'].map((name) => checksum(name, 'unverified', { reason: 'no right' }));
    expect(said(judge({ ...good, checksums: checksumsOf(...checksums) }))).toBe(
      'shop.a and shop.b are not proved equal: no right',
    );
    const changed = checksum('shop.b', 'diverged', { reason: '1 row changed (id 17)' });
    expect(said(judge({ ...good, checksums: checksumsOf(checksum('shop.a', 'matched'), changed) }))).toBe(
      'Table shop.b differs between source and target: 1 row changed (id 17)',
    );
  });

  it('tells a table whose counts differ from one whose rows were proved different', () => {
    const counted = [consistency('shop.a', 'diverged', { reason: '2 rows fewer' }), consistency('shop.b', 'diverged')];
    const judged = judge({
      ...good,
      checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'diverged')),
      consistency: counted,
    });
    expect(judged.reasons.map(({ check, tables }) => [check, tables])).toEqual([
      ['checksum-diverged', ['shop.b']],
      ['consistency-diverged', ['shop.a']],
    ]);
  });

  it('is not safe where a table is defined otherwise though all its rows are proved equal', () => {
    const lost = { definitionDifferences: ['column id is AUTO_INCREMENT on the source only'] };
    const checksums = checksumsOf(checksum('shop.a', 'matched', lost), checksum('shop.b', 'matched'));
    const judged = judge({ ...good, checksums });
    expect(judged.answer).toBe('not-safe');
    expect(said(judged)).toBe(
      'Table shop.a is defined otherwise on the target: column id is AUTO_INCREMENT on the source only; its rows are proved equal',
    );
  });

  it('cannot tell while definitions were not looked at, as in results of an earlier release', () => {
    const { definitionDifferences: _, ...before } = checksum('shop.a', 'matched');
    const judged = judge({ ...good, checksums: checksumsOf(before, checksum('shop.b', 'matched')) });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check }) => check)).toEqual(['definition-diverged']);
  });

  it('rests on what is compared, and says what is left out of it', () => {
    const skipped = { excluded: ['shop.log'], view: ['shop.v', 'shop.w'] };
    const notLookedAt = ['triggers', 'databases that are not configured'];
    const tables = good.tables && { ...good.tables, skipped, notLookedAt };
    const rests = basis({ ...good, tables });
    expect(rests.skipped.map(({ reason, count, tables }) => [reason, count, tables])).toEqual([
      ['excluded', 1, ['shop.log']],
      ['view', 2, ['shop.v', 'shop.w']],
    ]);
    expect(rests.notLookedAt).toEqual(['databases that are not configured']);
    // Before the definitions were compared nobody has looked at triggers either.
    expect(basis({ ...good, tables, parity: {} }).notLookedAt).toEqual(notLookedAt);
    // Sequences and large objects have sections of their own.
    const ofPostgres = good.tables && { ...good.tables, notLookedAt: ['sequences', 'large objects'] };
    expect(basis({ ...good, tables: ofPostgres }).notLookedAt).toEqual([]);
    const unknown = { sequences: null, 'not-replicated': null };
    expect(basis({ ...good, tables: ofPostgres, ...unknown }).notLookedAt).toEqual(['sequences', 'large objects']);
  });

  it('cannot be safe while an account might not see all that is watched, however equal what it sees is', () => {
    const unseen = [{ role: 'target' as const, name: 'shop', grant: 'GRANT SELECT ON `shop`.* TO c;' }];
    const judged = judge({ ...good, tables: good.tables && { ...good.tables, unseen } });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check, statements }) => [check, statements])).toEqual([
      ['tables-unseen', [{ on: 'target', sql: 'GRANT SELECT ON `shop`.* TO c;' }]],
    ]);
  });

  it.each([
    ['database', 'databases', 'databases: biling has no table on either side'],
    ['pattern of excludeTables', 'excludeTables', 'excludeTables: shop.tmp_* matches no table'],
  ] as const)('cannot be safe while a configured %s matches nothing', (_, key, fault) => {
    const unmatched = [{ key, fault, action: 'correct the name or remove it' }];
    const judged = judge({ ...good, tables: good.tables && { ...good.tables, unmatched } });
    expect(judged.answer).toBe('cannot-tell');
    expect(judged.reasons.map(({ check, message }) => [check, message])).toEqual([
      ['selection-unmatched', expect.stringContaining(fault)],
    ]);
  });

  it('cannot tell when the last proof is too old', () => {
    expect(judge(good, 60_000).answer).toBe('safe');
    const judged = judge(good, 60_001);
    expect(judged.answer).toBe('cannot-tell');
    expect(basis(good, 60_001)).toMatchObject({ tablesEqual: 0, oldestProofAt: null });
    expect(said(judged)).toBe('shop.a and shop.b were last proved equal too long ago');
  });

  it('takes a proof for as old as its beginning, however lately it ended', () => {
    const startedAt = new Date(Date.parse(at) - 59_001).toISOString();
    const slow = checksumsOf(checksum('shop.a', 'matched', { startedAt }), checksum('shop.b', 'matched'));
    expect(judge({ ...good, checksums: slow }, 999).answer).toBe('safe');
    expect(judge({ ...good, checksums: slow }).answer).toBe('cannot-tell');
    expect(said(judge({ ...good, checksums: slow }))).toBe('shop.a was last proved equal too long ago');
  });

  it('says with its alert that AUTO_INCREMENT alone stands in the way', () => {
    const differs = { differences: ['autoIncrement' as const], reason: 'it is lower' };
    const lower = consistency('shop.a', 'diverged', { ...differs, action: differenceAdvice.raiseCounter });
    expect(judge({ ...good, consistency: [lower] })).toMatchObject({
      answer: 'not-safe',
      reasons: [
        { check: 'consistency-diverged', severity: 'CRITICAL', action: expect.stringContaining('AUTO_INCREMENT') },
      ],
    });
  });

  it('says first what must be done first: rows before a counter', () => {
    const counted = [
      consistency('shop.a', 'diverged', { differences: ['autoIncrement'], action: differenceAdvice.raiseCounter }),
      consistency('shop.b', 'diverged', { differences: ['rows'], reason: '2 rows fewer' }),
    ];
    expect(judge({ ...good, consistency: counted }).reasons[0]?.action).toContain('Do not cut over');
  });

  it('does not grow with tables that are missing', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `shop.t${index}`);
    const gone = names.map((name) => consistency(name, 'diverged', { differences: ['presence'], target: null }));
    const judged = judge({ ...good, ...watching(...names), checksums: checksumsOf(), consistency: gone });
    expect(judged.reasons.length).toBeLessThan(5);
    expect(judged.reasons[0]).toMatchObject({
      ...{ message: 'shop.t0, shop.t1 and 998 more exist on the source only', tableCount: 1000 },
    });
  });

  it('names a table that is back and was not compared since', () => {
    const back = consistency('shop.a', 'matched', { checkedAt: new Date(Date.parse(at) + 500).toISOString() });
    const checksums = checksumsOf(
      checksum('shop.a', 'diverged', { missingOn: 'target' }),
      checksum('shop.b', 'matched'),
    );
    expect(said(judge({ ...good, checksums, consistency: [back] }))).toMatch(
      /^shop\.a is not proved equal: it was missing/,
    );
  });
});
