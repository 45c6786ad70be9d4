import { Inject, Injectable } from '@nestjs/common';
import { roles, type EvidenceFact, type EvidenceSection, type RdsInstance, type RdsPair } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { rdsEncryptedCheck } from './rds-encrypted.check.js';
import { RdsService } from './rds.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** none: no side is on Amazon RDS. null: not asked yet. */
    rds: RdsPair | 'none' | null;
  }
}

/** CloudWatch has one point a minute, and encryption of an instance never changes. */
const everyMs = 60_000;

/** What AWS says of sides on RDS, as evidence. */
@Injectable()
export class RdsEvidence implements EvidenceSource<'rds'> {
  readonly name = 'rds';
  readonly section = 'rds';
  readonly checks = [rdsEncryptedCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly rds: RdsService,
    registry: EvidenceRegistry,
  ) {
    this.changes = rds.changes;
    this.measuring = {
      measure: (migration, signal) => rds.measure(migration, signal),
      intervalMs: () => everyMs,
      needs: 'nothing',
    };
    const gauge = (name: string, help: string, read: (side: RdsInstance) => number | null): ScrapedGauge => ({
      ...{ name, help, labels: ['migration', 'role'] },
      read: () =>
        migrations.flatMap(({ name: migration }) =>
          roles.map((role): Series => {
            const side = rds.snapshot(migration)?.[role] ?? null;
            return [{ migration, role }, side && read(side)];
          }),
        ),
    });
    this.gauges = [
      gauge(
        'cutover_rds_storage_encrypted',
        '1 where AWS says that the storage is encrypted, 0 where it is not (absent: unknown, or not on RDS)',
        ({ storageEncrypted }) => (storageEncrypted === null ? null : Number(storageEncrypted)),
      ),
      gauge(
        'cutover_rds_replica_lag_seconds',
        'ReplicaLag of CloudWatch, some minutes old at most (absent: unknown, or not on RDS)',
        ({ replicaLagSeconds }) => replicaLagSeconds,
      ),
    ];
    registry.add(this);
  }

  forget(migration: string): void {
    this.rds.forget(migration);
  }

  snapshot(migration: string): RdsPair | 'none' | null {
    return this.rds.concerns(migration) ? this.rds.snapshot(migration) : 'none';
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> | undefined {
    const pair = this.rds.snapshot(migration);
    if (pair === null) return undefined;
    return {
      label: 'Amazon RDS',
      summary: summaryOf(pair),
      explanation:
        'RDS encrypts the storage underneath the database, where SQL cannot see it. AWS says whether it does.',
      facts: roles.flatMap((role) => factsOf(role, pair[role])),
    };
  }
}

function summaryOf({ target }: RdsPair): string {
  if (target === null) return 'The source only';
  if (target.storageEncrypted === null) return 'unknown';
  return target.storageEncrypted ? 'Target encrypted' : 'Target not encrypted';
}

function factsOf(role: string, side: RdsInstance | null): EvidenceFact[] {
  if (side === null) return [];
  const { identifier, status, storageEncrypted, kmsKeyId, replicaLagSeconds, replicaLagAt, reason } = side;
  const encrypted =
    storageEncrypted === null ? null : storageEncrypted ? `yes, by ${kmsKeyId ?? 'a key of AWS'}` : 'no';
  const name = `${role}${identifier === null ? '' : ` ${identifier}`}`;
  return [
    { label: `Encrypted: ${name}`, value: encrypted, hint: reason },
    ...(status === null ? [] : [{ label: `Status: ${name}`, value: status, hint: null }]),
    ...(replicaLagSeconds === null
      ? []
      : [{ label: `Replica lag by CloudWatch: ${name}`, value: `${replicaLagSeconds} s`, hint: `at ${replicaLagAt}` }]),
  ];
}
