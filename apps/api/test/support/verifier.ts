import { Test, type TestingModule } from '@nestjs/testing';
import type { AnyLab } from '@cutover/lab';
import type { ChecksumResult, ConsistencyResult } from '@cutover/contracts';
import { ChecksumModule } from '../../src/checksum/checksum.module.js';
import { ChecksumService } from '../../src/checksum/checksum.service.js';
import { ExactChecksum, type TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import { Patience } from '../../src/proof/patience.js';
import { TablesService } from '../../src/tables/tables.service.js';
import { ConfigModule } from '../../src/config/config.module.js';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { ConnectionsService } from '../../src/connections/connections.service.js';
import { ConsistencyModule } from '../../src/consistency/consistency.module.js';
import { ConsistencyService } from '../../src/consistency/consistency.service.js';
import { CountedLoad } from '../../src/consistency/counted-load.js';
import { EvidenceModule } from '../../src/evidence/evidence.module.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { configOf } from './lab-pair.js';
import { eventually } from './eventually.js';

/** Checksum and consistency over real connections and a store in memory; no HTTP, no schedule. */
export interface Verifier {
  checksums: ChecksumService;
  consistency: ConsistencyService;
  /** The exact engine by itself: one table, with what the hooks ask for. */
  verify(table: string, hooks?: ExactHooks, signal?: AbortSignal): Promise<TableVerification>;
  /** One whole scheduled run; answers the results by table. */
  checksumAll(): Promise<Map<string, ChecksumResult>>;
  /** One whole pass; answers the results by table. */
  consistencyAll(): Promise<Map<string, ConsistencyResult>>;
  /** From now on every table counts as costly to count: only large ones are, which tests have not. */
  makeCountingCostly(): void;
  close(): Promise<void>;
}

/**
 * When it resolves both sides are up, and the connections have looked at the rights of their account. They do that right
 * after connecting, with a statement on every watched table: a test that locks a table, or counts statements, would take
 * those for statements of a comparison.
 */
export async function startVerifier(lab: AnyLab, config: CutoverConfig = configOf(lab)): Promise<Verifier> {
  const inMemory: CutoverConfig = { ...config, store: { ...config.store, url: 'sqlite::memory:' } };
  const module: TestingModule = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(inMemory), PlatformModule, EvidenceModule, ChecksumModule, ConsistencyModule],
  }).compile();
  module.useLogger(false);
  await module.init();
  const connections = module.get(ConnectionsService, { strict: false });
  await eventually('both sides up, and their rights known', () => {
    const { source, target } = connections.snapshot('shop');
    return [source, target].every(({ state, missingGrants }) => state === 'up' && missingGrants !== null);
  });
  const checksums = module.get(ChecksumService);
  const consistency = module.get(ConsistencyService);
  const { signal } = new AbortController();
  return {
    checksums,
    consistency,
    verify: async (id, hooks = {}, end = signal) => {
      const tables = module.get(TablesService, { strict: false });
      const found = (await tables.discover('shop')).tables.find((table) => table.id === id);
      if (!found) throw new Error(`${id} is not watched`);
      const patience = new Patience(config.monitoring.proofWaitSeconds * 1000);
      return module.get(ExactChecksum).verifyTable(found, { migration: 'shop', patience, signal: end, hooks });
    },
    checksumAll: async () => {
      await checksums.measure('shop', signal);
      return byTable(checksums.snapshot('shop'));
    },
    consistencyAll: async () => {
      await consistency.measure('shop', signal);
      return byTable(consistency.snapshot('shop'));
    },
    makeCountingCostly: () => {
      module.get(CountedLoad, { strict: false }).isCostly = () => true;
    },
    close: () => module.close(),
  };
}

function byTable<Result extends { table: string }>(results: readonly Result[]): Map<string, Result> {
  return new Map(results.map((result) => [result.table, result]));
}

/** Verdicts of the tables that are not `matched`, with their reasons: what a failed expectation should print. */
export function notMatched(
  results: ReadonlyMap<string, { verdict: string; reason?: string | undefined }>,
): Record<string, string> {
  const rest = [...results].filter(([, { verdict }]) => verdict !== 'matched');
  return Object.fromEntries(rest.map(([table, { verdict, reason }]) => [table, `${verdict}: ${reason ?? ''}`]));
}
