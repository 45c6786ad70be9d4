import type { NotReplicated, Statement } from '@cutover/contracts';
import type { Found } from '../../src/evidence/check.js';
import type { NotReplicatedService } from '../../src/not-replicated/not-replicated.service.js';
import { allChecks } from './all-checks.js';
import type { OtherDatabase } from './other-database.js';
import { someEvidence } from './some-evidence.js';

/** All checks of the section. */
export const checks = allChecks('postgres')
  .filter(({ section }) => section === 'not-replicated')
  .map(({ check }) => check);

interface Finding extends Found {
  check: string;
}

/** What a test of the present database and service works with. */
export interface LeftBehindStage {
  /** Runs statements on both sides. */
  both(...statements: string[]): Promise<void>;
  measure(): Promise<NotReplicated>;
  /** What all checks of the section find. */
  found(): Promise<Finding[]>;
  /** The one thing that is found, which must be all. */
  onlyFinding(): Promise<Finding>;
  mend(statements?: readonly Statement[]): Promise<void>;
}

/** Tests of what replication leaves behind, over the database and the service of the test that runs. */
export function leftBehindStage(now: () => { other: OtherDatabase; service: NotReplicatedService }): LeftBehindStage {
  const measure = async (): Promise<NotReplicated> => {
    const { service } = now();
    await service.measure('shop', new AbortController().signal);
    return service.snapshot('shop')!;
  };
  const found = async (): Promise<Finding[]> => {
    const told = await measure();
    expect(told.reason).toBeNull();
    const evidence = someEvidence({ 'not-replicated': told });
    return checks.flatMap((check) =>
      check.judge(evidence, Date.now()).found.map((each) => ({ check: check.id, ...each })),
    );
  };
  return {
    both: async (...statements) => {
      await now().other.run('source', ...statements);
      await now().other.run('target', ...statements);
    },
    measure,
    found,
    onlyFinding: async () => {
      const all = await found();
      expect(all.map(({ check, subject }) => `${check}/${subject}`)).toHaveLength(1);
      return all[0]!;
    },
    mend: async (statements = []) => {
      expect(statements.length).toBeGreaterThan(0);
      for (const { on, sql } of statements) await now().other.run(on, sql);
    },
  };
}
