import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceSection } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { inWords } from '../../checks/texts/in-words.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../../evidence/evidence-source.js';
import { restorableBackupCheck, type KnownRestorable } from './restorable-backup.check.js';
import { RestorableBackupService, type RestorableDatabase } from './restorable-backup.service.js';

declare module '../../evidence/evidence.js' {
  interface Evidence {
    /** null: not looked at yet. */
    'restorable-backup': KnownRestorable | null;
  }
}

/** Whether a backup of the source is known to restore, as evidence. */
@Injectable()
export class RestorableBackupEvidence implements EvidenceSource<'restorable-backup'> {
  readonly name = 'restorable-backup';
  readonly section = 'restorable-backup';
  readonly checks = [restorableBackupCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges = [];

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly backups: RestorableBackupService,
    registry: EvidenceRegistry,
  ) {
    this.changes = backups.changes;
    this.measuring = {
      measure: (migration, signal) => backups.measure(migration, signal),
      intervalMs: () => 15_000,
      needs: 'nothing',
    };
    registry.add(this);
  }

  snapshot(migration: string): KnownRestorable | null {
    const known = this.backups.snapshot(migration);
    return known && { ...known, longestHours: this.config.readiness.restorableBackupHours };
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> | undefined {
    if (this.backups.serverOf(migration) === null) return undefined;
    const known = this.snapshot(migration);
    return {
      label: 'Backup that restores',
      summary: summaryOf(known),
      explanation:
        'A backup counts once it was restored from its storage, looked through by a server, and every table was found to have the rows that were dumped.',
      facts: (known?.databases ?? []).map(({ database, passed }) => ({
        label: database,
        value: passed === null ? null : factOf(passed),
        hint: passed === null ? null : `Backup ${passed.backupId}, begun at ${passed.backupStartedAt}`,
      })),
    };
  }
}

function summaryOf(known: KnownRestorable | null): string {
  if (known === null || known.reason !== null) return 'unknown';
  const { databases } = known;
  const passed = databases.filter((each) => each.passed !== null && each.last?.state !== 'failed').length;
  return `Restored: ${passed} of ${databases.length} databases`;
}

function factOf({ restoredTo, restoreMs, tables, endedAt }: NonNullable<RestorableDatabase['passed']>): string {
  const same = tables === null ? 'rows not compared' : `${tables.identical} of ${tables.compared} tables identical`;
  const took = restoreMs === null ? '' : ` in ${inWords(restoreMs / 1000)}`;
  return `restored to ${restoredTo}${took} at ${endedAt}, ${same}`;
}
