import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { configSchema } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { Clock } from '../../src/platform/clock.js';
import { Patience } from '../../src/proof/patience.js';
import type { ProofService } from '../../src/proof/proof.service.js';
import type { VerdictStore } from '../../src/checksum/store/verdict.store.js';
import { server } from './some-evidence.js';
import { MemoryComparisons, MemoryStore } from './memory-stores.js';
import type { TableComparison, VerificationStore } from '../../src/checksum/store/verification.store.js';
import type { TablesService, WatchedTable } from '../../src/tables/tables.service.js';
import type { ChecksumFinding, ComparisonFrame } from '../../src/checksum/comparison/comparison-frame.js';
import type { ExactChecksum, TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import { ChecksumRunner } from '../../src/checksum/runs/checksum.runner.js';
import { ChecksumService } from '../../src/checksum/checksum.service.js';
import { LastResults } from '../../src/checksum/results/last-results.js';
import { InterruptedRuns } from '../../src/checksum/runs/stored/interrupted-runs.js';
import { RedatedResults } from '../../src/checksum/results/redated-results.js';
import { RunHistory } from '../../src/checksum/runs/stored/run-history.js';
import { StoredRecords } from '../../src/checksum/runs/stored/stored-records.js';
import { SideWait } from '../../src/checksum/runs/side-wait.js';
import { RoundOrder } from '../../src/checksum/runs/tables/round-order.js';
import { RunTables } from '../../src/checksum/runs/tables/run-tables.js';
import type { ProofValidity } from '../../src/checksum/validity/proof-validity.js';
import { ScheduledLoad } from '../../src/checksum/load/scheduled-load.js';
import type { Throttle } from '../../src/checksum/load/throttle.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
/** One migration, shop. */
export const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});
/** A watched table of shop. */
export const table = (name: string): WatchedTable => ({
  id: `shop.${name}`,
  database: 'shop',
  name,
  source: null,
  target: null,
});
/** What a held comparison comes to, unless told otherwise. */
export const finding: ChecksumFinding = {
  ...{
    verdict: 'matched',
    mode: 'snapshot',
    digest: 'held',
    position: null,
    sourceDigest: '1',
    targetDigest: '1',
    sourceRows: null,
    targetRows: null,
  },
  chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
  differences: { missing: 0, extra: 0, changed: 0, complete: true },
};
/** A result of an earlier process. */
export const old = {
  ...{ table: 'shop.a', verdict: 'diverged', mode: 'snapshot', finishedAt: '2026-11-20T02:30:00.000Z' },
} as ChecksumResult;

/** An engine whose tables each wait until they are let go, or until they are cancelled. */
class HeldEngine {
  readonly waiting: { id: string; go: (finding: ChecksumFinding) => void; fail: (error: Error) => void }[] = [];
  verifyTable({ id }: WatchedTable, { signal }: ComparisonFrame): Promise<TableVerification> {
    return new Promise((resolve, fail) => {
      if (signal.aborted) return fail(new Error('ended before it began'));
      this.waiting.push({ id, go: (found) => resolve({ finding: found, differences: [] }), fail });
      signal.addEventListener('abort', () => fail(new Error('ended on the server')), { once: true });
    });
  }
}

/** The service over an engine that is held, stores in memory, and the tables shop.a and shop.b. */
export function buildChecksums() {
  const engine = new HeldEngine();
  const store = new MemoryStore();
  const verdicts = store as unknown as VerdictStore;
  const clock = Object.assign(new Clock(), {
    nowIso: () => '2026-11-20T03:00:00.000Z',
    monotonicMs: () => 0,
    nowMs: () => Date.parse('2026-11-20T03:00:00.000Z'),
  });
  const catalog = { migration: 'shop', tables: [table('a'), table('b')], unseen: [], discoveredAt: '' };
  const tables = {
    discover: jest.fn(async () => catalog),
    snapshot: jest.fn((): typeof catalog | null => null),
    skipped: () => [],
  };
  const proof = { patience: () => new Patience(1) } as ProofService;
  const comparisons = new MemoryComparisons();
  const verifications = comparisons as unknown as VerificationStore;
  const results = new LastResults(config, verdicts);
  const connections = { get: () => ({}) } as unknown as ConnectionsService;
  const validity = { basisOf: async () => undefined, judged: (_: string, result: ChecksumResult) => result };
  const throttle = { reason: async () => null } as unknown as Throttle;
  const bothUp = { snapshot: () => ({ source: server(), target: server(), sameServer: false }) };
  const sides = new SideWait(bothUp as unknown as ConnectionsService, clock);
  const service = new ChecksumService(
    config,
    new RunTables(tables as unknown as TablesService, results, verifications, clock),
    new RoundOrder(results, clock),
    new ChecksumRunner(config, engine as unknown as ExactChecksum, proof, throttle, sides, clock),
    results,
    new RedatedResults(config, results, verifications, clock),
    new RunHistory(verdicts, clock),
    new InterruptedRuns(verdicts, verifications, results, clock),
    new StoredRecords(config, verifications, results, connections, clock, validity as unknown as ProofValidity),
    new ScheduledLoad(config, clock),
    verifications,
    clock,
  );
  const seen: ChecksumRun[] = [];
  service.progress.subscribe((run) => seen.push(run));
  return { service, engine, store, comparisons, tables, results, seen };
}

/** One that an earlier run left open. */
export const comparison: TableComparison = {
  ...{ id: 'c', migration: 'shop', table: 'shop.a', runId: 'earlier', trigger: 'request', state: 'open' },
  startedAt: '2026-11-20T02:59:00.000Z',
};
/** Of a run on request. */
export const about = {
  id: 'r',
  migration: 'shop',
  trigger: 'request',
  tables: 2,
  now: 'then',
} as const;
/** One turn of the loop. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Gives up after a while: a loop without an end would outlive the test. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`Not so within 30 s: ${String(isSo)}`);
    await settled();
  }
}
/** A signal that is not given. */
export const never = new AbortController().signal;
