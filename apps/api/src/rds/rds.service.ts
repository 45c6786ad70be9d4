import { Inject, Injectable } from '@nestjs/common';
import type { RdsInstance, RdsPair } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { CONFIG, type CutoverConfig, type EndpointConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import type { EvidenceChange } from '../evidence/evidence-source.js';
import { Clock } from '../platform/clock.js';
import { AwsApi } from './aws-api.js';
import { explainAws, notAsked, notNamed } from './explain-aws.js';
import { rdsNameOf, type RdsName } from './rds-name.js';

/** Both questions together. The library's own tries end before. */
const longestMs = 20_000;

/** What is known of a side before it was asked, or where it cannot be. */
const nothing = {
  ...{ status: null, storageEncrypted: null, kmsKeyId: null, replicaLagSeconds: null, replicaLagAt: null },
  ...{ reason: null, action: null },
};

/** Asks AWS what cannot be seen from SQL, of sides that are on RDS. */
@Injectable()
export class RdsService {
  private readonly measured = new Map<string, RdsPair>();
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
    this.measured.set(migration, { source: ofSource, target: ofTarget });
    this.changed.next({ migration });
  }

  /** The last answers; null before the first, or where no side is on RDS. */
  snapshot(migration: string): RdsPair | null {
    findMigration(this.config, migration);
    return this.measured.get(migration) ?? null;
  }

  private async ask(side: EndpointConfig, stopped: AbortSignal): Promise<RdsInstance | null> {
    if (!side.rds) return null;
    const name = rdsNameOf(side);
    const measuredAt = this.clock.nowIso();
    const known = { identifier: null, region: null, kind: 'instance' as const, ...name, ...nothing, measuredAt };
    if (!this.config.aws.enabled) return { ...known, ...notAsked };
    if (name === null) return { ...known, ...notNamed };
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(longestMs)]);
    const [instance, lag] = await Promise.all([this.instanceOf(name, signal), this.lagOf(name, signal)]);
    return { ...known, ...lag, ...instance };
  }

  private async instanceOf(name: RdsName, signal: AbortSignal): Promise<Partial<RdsInstance>> {
    try {
      const told = await this.aws.describe(name, signal);
      return told ?? explainAws(Object.assign(new Error(), { name: 'DBInstanceNotFound' }), name);
    } catch (error) {
      return explainAws(error, name);
    }
  }

  private async lagOf(name: RdsName, signal: AbortSignal): Promise<Partial<RdsInstance>> {
    try {
      const told = await this.aws.replicaLag(name, new Date(this.clock.nowMs()), signal);
      return told === null ? {} : { replicaLagSeconds: told.seconds, replicaLagAt: told.at.toISOString() };
    } catch (error) {
      return explainAws(error, name);
    }
  }
}
