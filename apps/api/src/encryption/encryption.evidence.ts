import { Inject, Injectable } from '@nestjs/common';
import type { EncryptionSide, EvidenceSection, ReportContent, Role, Tablespace } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring, OwnEvent } from '../evidence/evidence-source.js';
import type { ScrapedGauge } from '../evidence/gauge.js';
import { encryptionIncompleteCheck } from './checks/encryption-incomplete.check.js';
import { encryptionStuckCheck } from './checks/encryption-stuck.check.js';
import { plainLogsCheck } from './checks/plain-logs.check.js';
import { plainTransitCheck } from './checks/plain-transit.check.js';
import { encryptionTables } from './encryption-report.js';
import { encryptionGauges } from './encryption-gauges.js';
import { EncryptionService } from './encryption.service.js';
import { sideText } from './side-text.js';

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

  forget(migration: string): void {
    this.encryption.forget(migration);
  }

  snapshot(migration: string): KnownEncryption {
    return { ...this.encryption.sides(migration), tablespaces: this.encryption.tablespaces(migration) };
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const { target, source } = this.encryption.sides(migration);
    return {
      label: 'Encryption',
      summary: sideText(target),
      explanation:
        'Everything that the target writes to its disks is to be encrypted, databases that are not watched included. The source is shown beside it and decides nothing.',
      facts: [
        { label: 'Target', value: target?.progress ? sideText(target) : null, hint: target?.reason ?? null },
        { label: 'Source', value: source?.progress ? sideText(source) : null, hint: source?.reason ?? null },
        { label: 'Keys of the target', value: target?.keys?.provider ?? null, hint: target?.keys?.rotation ?? null },
      ],
    };
  }

  report(migration: string): ReportContent {
    const { target, tablespaces } = this.snapshot(migration);
    return { ...this.describe(migration), tables: encryptionTables(target, tablespaces) };
  }

  liveEvent(migration: string): OwnEvent {
    return { type: 'encryption_update', data: this.encryption.update(migration) };
  }
}
