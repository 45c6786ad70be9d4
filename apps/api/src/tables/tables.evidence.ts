import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { selectionUnmatchedCheck } from '../checks/selection-unmatched.check.js';
import { tablesUnseenCheck } from '../checks/tables-unseen.check.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource } from '../evidence/evidence-source.js';
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
  readonly checks = [tablesUnseenCheck, selectionUnmatchedCheck];
  readonly measuring = null;
  readonly gauges = [];
  readonly changes: Observable<EvidenceChange>;

  constructor(
    private readonly tables: TablesService,
    registry: EvidenceRegistry,
  ) {
    this.changes = tables.changes;
    registry.add(this);
  }

  snapshot(migration: string): TableCatalog | null {
    return this.tables.snapshot(migration);
  }
}
