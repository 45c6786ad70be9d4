import { conclude, unproved } from './conclusion.js';
import { mysqlFamilyProof } from './dialects/mysql-family/proof-dialect.js';

const { advice } = mysqlFamilyProof;
const unknown = { targetPosition: null, advice };
const readings = { source: 's', target: 't', position: '0-1-7' };
const describeAspects = (aspects: readonly string[]): string => `differs in ${aspects.join()}`;

describe('conclude', () => {
  it('gives matched no reason', () => {
    expect(conclude({ kind: 'matched', ...readings }, describeAspects, unknown)).toEqual({
      ...readings,
      verdict: 'matched',
      reason: null,
      aspects: [],
    });
  });

  it('lets the watcher word a proved difference', () => {
    const conclusion = conclude({ kind: 'diverged', ...readings, aspects: ['rows'] }, describeAspects, unknown);
    expect(conclusion).toMatchObject({ verdict: 'diverged', reason: 'differs in rows' });
  });

  it('says how far a lagging target is and how long it was waited for', () => {
    const conclusion = conclude(
      { kind: 'lagging', ...readings, aspects: ['rows'], outcome: 'not-reached', waitedMs: 1_500 },
      describeAspects,
      { targetPosition: '0-1-3', advice },
    );
    expect(conclusion.verdict).toBe('lagging');
    expect(conclusion.reason).toContain('after 1.5 s');
    expect(conclusion.reason).toContain('source at 0-1-7, target at 0-1-3');
  });

  it('tells what to do about stopped replication', () => {
    const conclusion = conclude(
      { kind: 'lagging', ...readings, aspects: ['rows'], outcome: 'replication-stopped', waitedMs: 0 },
      describeAspects,
      unknown,
    );
    expect(conclusion.reason).toMatch(/replication on the target was stopped.*start it.*target at unknown/);
  });

  it('leaves a table that is being written unverified', () => {
    const conclusion = conclude(
      { kind: 'moving', ...readings, aspects: ['rows'], rounds: 4 },
      describeAspects,
      unknown,
    );
    expect(conclusion.verdict).toBe('unverified');
    expect(conclusion.reason).toMatch(/the table is being written.*4 rounds/);
  });

  it('never calls a difference without GTID diverged', () => {
    const conclusion = conclude(
      { kind: 'no-position', ...readings, position: null, aspects: ['rows'], rounds: 4 },
      describeAspects,
      unknown,
    );
    expect(conclusion).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('no GTID position') });
  });

  it('keeps nothing of a table that could not be read', () => {
    expect(unproved('no right')).toEqual({
      ...{ verdict: 'unverified', reason: 'no right', position: null, aspects: [], source: null, target: null },
    });
  });
});
