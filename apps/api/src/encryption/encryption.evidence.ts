import { Inject, Injectable } from '@nestjs/common';
import type { EncryptionSide, Role, Tablespace } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring, OwnEvent } from '../evidence/evidence-source.js';
import type { ScrapedGauge } from '../evidence/gauge.js';
import { encryptionIncompleteCheck } from './checks/encryption-incomplete.check.js';
import { encryptionStuckCheck } from './checks/encryption-stuck.check.js';
import { plainLogsCheck } from './checks/plain-logs.check.js';
import { plainTransitCheck } from './checks/plain-transit.check.js';
import { encryptionGauges } from './encryption-gauges.js';
import { EncryptionService } from './encryption.service.js';

/** What is known of the encryption of both sides. */
export interface KnownEncryption extends Readonly<Record<Role, EncryptionSide | null>> {
  /** Of the target, what needs attention first. */
  tablespaces: readonly Tablespace[];
}

declare module '../evidence/evidence.js' {
  interface Evidence {
    encryption: KnownEncryption;
  }
}

/** Encryption at rest and in transit, as evidence. */
@Injectable()
export class EncryptionEvidence implements EvidenceSource<'encryption'> {
  readonly name = 'encryption';
  readonly engines = ['mariadb', 'mysql'] as const;
  readonly section = 'encryption';
  readonly checks = [encryptionIncompleteCheck, encryptionStuckCheck, plainLogsCheck, plainTransitCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly encryption: EncryptionService,
    registry: EvidenceRegistry,
  ) {
    this.changes = encryption.changes;
    this.measuring = {
      measure: (migration, signal) => encryption.measure(migration, signal),
      intervalMs: ({ intervalSeconds }) => Math.max(5, intervalSeconds) * 1000,
      needs: 'target',
    };
    this.gauges = encryptionGauges(
      migrations.filter(({ engine }) => engine !== 'postgres').map(({ name }) => name),
      (migration) => encryption.sides(migration),
    );
    registry.add(this);
  }

  snapshot(migration: string): KnownEncryption {
    return { ...this.encryption.sides(migration), tablespaces: this.encryption.tablespaces(migration) };
  }

  liveEvent(migration: string): OwnEvent {
    return { type: 'encryption_update', data: this.encryption.update(migration) };
  }
}
