import { Inject, Injectable } from '@nestjs/common';
import type { RdsInstance, RdsPair } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { CONFIG, type CutoverConfig, type EndpointConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import type { EvidenceChange } from '../evidence/evidence-source.js';
import { Clock } from '../platform/clock.js';
import { AwsApi } from './aws-api.js';
import { explainAws, notAsked, notNamed, otherEndpoint } from './explain-aws.js';
import { rdsNameOf, type RdsName } from './rds-name.js';

/** Both questions together. The library's own tries end before. */
const longestMs = 20_000;

/** It is asked every minute: an answer this old means that no round ends any more. */
const oldestMs = 5 * 60_000;

/** What is known of a side before it was asked, or where it cannot be. */
const nothing = {
  ...{ status: null, storageEncrypted: null, kmsKeyId: null, replicaLagSeconds: null, replicaLagAt: null },
  freeStorageBytes: null,
  ...{ reason: null, action: null },
};

/** Asks AWS what cannot be seen from SQL, of sides that are on RDS. */
@Injectable()
export class RdsService {
  private readonly measured = new Map<string, { pair: RdsPair; atMs: number }>();
  private readonly changed = new Subject<EvidenceChange>();
  readonly changes = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly aws: AwsApi,
    private readonly clock: Clock,
  ) {}

  /** Whether a side of it is on RDS. Throws UserError 404 for an unknown migration. */
  concerns(migration: string): boolean {
    const { source, target } = findMigration(this.config, migration);
    return source.rds || target.rds;
  }

  /** Never rejects for AWS: what it did not tell is null, with the reason. Nothing where no side is on RDS. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    if (!this.concerns(migration)) return;
    const { source, target } = findMigration(this.config, migration);
    const [ofSource, ofTarget] = await Promise.all([this.ask(source, signal), this.ask(target, signal)]);
    if (signal.aborted) return;
    const pair = { source: ofSource, target: ofTarget };
    this.measured.set(migration, { pair, atMs: this.clock.monotonicMs() });
    this.changed.next({ migration });
  }

  /** Other servers answer now, which may be other instances. */
  forget(migration: string): void {
    this.measured.delete(migration);
  }

  /** The last answers; null before the first, where they are too old to be believed, or where no side is on RDS. */
  snapshot(migration: string): RdsPair | null {
    findMigration(this.config, migration);
    const known = this.measured.get(migration);
    return known === undefined || this.clock.monotonicMs() - known.atMs > oldestMs ? null : known.pair;
  }

  private async ask(side: EndpointConfig, stopped: AbortSignal): Promise<RdsInstance | null> {
    if (!side.rds) return null;
    const name = rdsNameOf(side);
    const measuredAt = this.clock.nowIso();
    const known = { identifier: null, region: null, kind: 'instance' as const, ...name, ...nothing, measuredAt };
    if (!this.config.aws.enabled) return { ...known, ...notAsked };
    if (name === null) return { ...known, ...notNamed };
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(longestMs)]);
    const [instance, lag] = await Promise.all([
      this.instanceOf(name, side.rdsInstance === undefined ? side.host : null, signal),
      this.metricsOf(name, signal),
    ]);
    return { ...known, ...lag, ...instance };
  }

  /** `host`: what the name was taken from, which must be an endpoint of the instance; null: somebody wrote the name down. */
  private async instanceOf(name: RdsName, host: string | null, signal: AbortSignal): Promise<Partial<RdsInstance>> {
    try {
      const told = await this.aws.describe(name, signal);
      if (told === null) return explainAws(Object.assign(new Error(), { name: 'DBInstanceNotFound' }), name);
      const { endpoints, ...instance } = told;
      if (host !== null && !endpoints.some((endpoint) => isSameHost(endpoint, host))) return otherEndpoint(name, host);
      return instance;
    } catch (error) {
      return explainAws(error, name);
    }
  }

  private async metricsOf(name: RdsName, signal: AbortSignal): Promise<Partial<RdsInstance>> {
    try {
      const { lag, freeStorageBytes } = await this.aws.metrics(name, new Date(this.clock.nowMs()), signal);
      const ofLag = lag === null ? {} : { replicaLagSeconds: lag.seconds, replicaLagAt: lag.at.toISOString() };
      return { ...ofLag, freeStorageBytes };
    } catch {
      // It is shown beside the instance, and says nothing about it: unknown by itself.
      return {};
    }
  }
}

/** Names of hosts know no case, and may end with the dot of the root. */
function isSameHost(a: string, b: string): boolean {
  const plain = (host: string): string => host.toLowerCase().replace(/\.$/, '');
  return plain(a) === plain(b);
}
