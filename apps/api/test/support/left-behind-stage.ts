import type { NotReplicated } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import type { Found } from '../../src/evidence/check.js';
import { NotReplicatedService } from '../../src/not-replicated/not-replicated.service.js';
import { Clock } from '../../src/platform/clock.js';
import { allChecks } from './all-checks.js';
import { watchOtherDatabase, type OtherDatabase } from './other-database.js';
import { someEvidence } from './some-evidence.js';
import { startConnections, whenUp } from './watched-pair.js';

/** The checks of what replication leaves behind. */
export const leftBehindChecks = allChecks('postgres')
  .filter(({ section }) => section === 'not-replicated')
  .map(({ check }) => check);

export interface LeftBehindFinding extends Found {
  check: string;
}

/** A database of the test's own, and what is found in it. */
export interface LeftBehindStage {
  other: OtherDatabase;
  connections: ConnectionsService;
  measure(): Promise<NotReplicated>;
  /** What all checks of the section find. */
  found(): Promise<LeftBehindFinding[]>;
  /** The one thing that is found, which must be all. */
  onlyFinding(): Promise<LeftBehindFinding>;
  close(): Promise<void>;
}

export async function openLeftBehind(lab: PostgresLab): Promise<LeftBehindStage> {
  const other = await watchOtherDatabase(lab);
  const connections = await whenUp(startConnections(other.config));
  const service = new NotReplicatedService(other.config, connections, new Clock());
  const measure = async (): Promise<NotReplicated> => {
    await service.measure('shop', new AbortController().signal);
    return service.snapshot('shop')!;
  };
  const found = async (): Promise<LeftBehindFinding[]> => {
    const told = await measure();
    expect(told.reason).toBeNull();
    const evidence = someEvidence({ 'not-replicated': told });
    return leftBehindChecks.flatMap((check) =>
      check.judge(evidence, Date.now()).found.map((each) => ({ check: check.id, ...each })),
    );
  };
  return {
    ...{ other, connections, measure, found },
    onlyFinding: async () => {
      const all = await found();
      expect(all.map(({ check, subject }) => `${check}/${subject}`)).toHaveLength(1);
      return all[0]!;
    },
    close: async () => {
      await connections.onApplicationShutdown();
      await other.drop();
    },
  };
}
