import { Inject, Injectable } from '@nestjs/common';
import {
  leftBehindKindSchema,
  type EvidenceFact,
  type EvidenceSection,
  type LeftBehindKind,
  type NotReplicated,
} from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { applyConflictsCheck } from './checks/apply-conflicts.check.js';
import { applyTriggersCheck } from './checks/apply-triggers.check.js';
import { collationVersionsCheck } from './checks/collation-versions.check.js';
import { foreignKeysOffCheck } from './checks/foreign-keys-off.check.js';
import { foreignTablesCheck } from './checks/foreign-tables.check.js';
import { generatedColumnsCheck } from './checks/generated-columns.check.js';
import { largeObjectsCheck } from './checks/large-objects.check.js';
import { materializedViewsCheck } from './checks/materialized-views.check.js';
import { partitionsAttachedCheck } from './checks/partitions-attached.check.js';
import { replicaIdentityCheck } from './checks/replica-identity.check.js';
import { replicaIdentityFullCheck } from './checks/replica-identity-full.check.js';
import { unloggedTablesCheck } from './checks/unlogged-tables.check.js';
import { unpublishedTablesCheck } from './checks/unpublished-tables.check.js';
import { NotReplicatedService } from './not-replicated.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    'not-replicated': NotReplicated | null;
  }
}

const labels: Readonly<Record<LeftBehindKind, string>> = {
  'unlogged-table': 'Unlogged tables of the source',
  'unlogged-on-target': 'Unlogged tables of the target',
  'unpublished-table': 'Tables in no publication',
  'no-identity': 'Tables without replica identity',
  'identity-not-on-target': 'Tables whose rows the target cannot find',
  'full-identity': 'Tables read whole for each change',
  'detached-partition': 'Partitions that stand elsewhere',
  'generated-column': 'Computed columns that stay empty',
  'large-objects-missing': 'Large objects missing',
  'large-objects': 'Large objects',
  'unfilled-view': 'Materialized views never filled',
  'view-to-refresh': 'Materialized views to refresh',
  'foreign-table': 'Foreign tables',
  collation: 'Collations of another version',
  'apply-trigger': 'Triggers that fire during apply',
  'foreign-key-off': 'Foreign keys not enforced',
  conflict: 'Conflicts counted',
};

/** What replication does not carry, as evidence. */
@Injectable()
export class NotReplicatedEvidence implements EvidenceSource<'not-replicated'> {
  readonly name = 'not-replicated';
  readonly engines = ['postgres'] as const;
  readonly section = 'not-replicated';
  readonly checks = [
    unpublishedTablesCheck,
    unloggedTablesCheck,
    replicaIdentityCheck,
    replicaIdentityFullCheck,
    partitionsAttachedCheck,
    generatedColumnsCheck,
    largeObjectsCheck,
    materializedViewsCheck,
    foreignTablesCheck,
    collationVersionsCheck,
    applyTriggersCheck,
    foreignKeysOffCheck,
    applyConflictsCheck,
  ];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly notReplicated: NotReplicatedService,
    registry: EvidenceRegistry,
  ) {
    this.changes = notReplicated.changes;
    this.measuring = {
      measure: (migration, signal) => notReplicated.measure(migration, signal),
      // Definitions, which people change by hand. Soon enough to see that a mend was one.
      intervalMs: ({ intervalSeconds }) => Math.min(6 * intervalSeconds, 300) * 1000,
      needs: 'nothing',
    };
    const watched = migrations.filter(({ engine }) => engine === 'postgres').map(({ name }) => name);
    this.gauges = [
      {
        name: 'cutover_not_replicated',
        help: 'Things that replication does not carry, by kind (absent: unknown)',
        labels: ['migration', 'kind'],
        read: () =>
          watched.flatMap((migration) => {
            const told = notReplicated.snapshot(migration);
            return leftBehindKindSchema.options.map((kind): Series => [{ migration, kind }, totalOf(told, kind)]);
          }),
      },
    ];
    registry.add(this);
  }

  forget(migration: string): void {
    this.notReplicated.forget(migration);
  }

  snapshot(migration: string): NotReplicated | null {
    return this.notReplicated.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    return {
      label: 'Not replicated',
      summary: summaryOf(told),
      explanation:
        'Logical replication carries the rows of published tables and nothing else. What stays behind has to be made, copied or set by hand: each kind is looked at here, and sequences have a section of their own.',
      facts: told === null ? [] : factsOf(told),
    };
  }
}

function summaryOf(told: NotReplicated | null): string {
  if (told === null || told.reason !== null) return 'unknown';
  const kinds = told.groups.length;
  return kinds === 0 ? 'Nothing found' : `${kinds} ${kinds === 1 ? 'kind' : 'kinds'} found`;
}

/** Kinds of which something was found or is unknown: of the others there is nothing to show. */
function factsOf(told: NotReplicated): EvidenceFact[] {
  const { groups, unknown, reason } = told;
  if (reason !== null) return [{ label: 'Both sides', value: null, hint: reason }];
  const found = groups.map(({ kind, total, items }) => ({
    label: labels[kind],
    value: String(total),
    hint:
      items
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ') + (total > 3 ? ` and ${total - 3} more` : ''),
  }));
  return [...found, ...unknown.map(({ kind, reason: why }) => ({ label: labels[kind], value: null, hint: why }))];
}

/** null: unknown, which no 0 may stand for. */
function totalOf(told: NotReplicated | null, kind: LeftBehindKind): number | null {
  if (told === null || told.reason !== null || told.unknown.some((each) => each.kind === kind)) return null;
  return told.groups.filter((group) => group.kind === kind).reduce((sum, { total }) => sum + total, 0);
}
