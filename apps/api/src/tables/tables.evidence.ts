import { Inject, Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { primaryKeyMissingCheck } from '../checks/tables/primary-key-missing.check.js';
import { selectionUnmatchedCheck } from '../checks/tables/selection-unmatched.check.js';
import { tablesUnseenCheck } from '../checks/tables/tables-unseen.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import { TablesService, type TableCatalog } from './tables.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: the tables were not discovered yet. */
    tables: TableCatalog | null;
  }
}

/** Which tables are watched, as evidence. What is wrong with them is judged with the results of the comparisons. */
@Injectable()
export class TablesEvidence implements EvidenceSource<'tables'> {
  readonly name = 'tables';
  readonly section = 'checksums';
  readonly checks = [tablesUnseenCheck, selectionUnmatchedCheck, primaryKeyMissingCheck];
  readonly measuring: Measuring;
  readonly gauges = [];
  readonly changes: Observable<EvidenceChange>;

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly tables: TablesService,
    registry: EvidenceRegistry,
  ) {
    this.changes = tables.changes;
    // Whoever compares reads the list first. Where nothing is compared by itself, or a comparison waits for hours, it would stay
    // as it was: a table that was dropped would stay proved, and one that was made would not be missed.
    this.measuring = {
      measure: (migration, signal) => tables.refresh(migration, ageOf(config.monitoring), signal),
      intervalMs: ageOf,
      needs: 'comparable',
    };
    registry.add(this);
  }

  snapshot(migration: string): TableCatalog | null {
    return this.tables.snapshot(migration);
  }
}

/** How old the list of tables may become. */
function ageOf({ intervalSeconds }: CutoverConfig['monitoring']): number {
  return Math.min(30 * intervalSeconds, 300) * 1000;
}
