import { Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, RollbackPath } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { inWords } from '../checks/texts/in-words.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import { rollbackPathCheck } from './rollback-path.check.js';
import { RollbackPathService } from './rollback-path.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    'rollback-path': RollbackPath | null;
  }
}

/** Whether the old source could follow the target after the cutover, as evidence. */
@Injectable()
export class RollbackPathEvidence implements EvidenceSource<'rollback-path'> {
  readonly name = 'rollback-path';
  readonly engines = ['mariadb', 'mysql'] as const;
  readonly section = 'rollback-path';
  readonly checks = [rollbackPathCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges = [];

  constructor(
    private readonly rollback: RollbackPathService,
    registry: EvidenceRegistry,
  ) {
    this.changes = rollback.changes;
    // Settings that people change by hand, and that matter after the cutover: once a minute is soon enough.
    this.measuring = {
      measure: (migration, signal) => rollback.measure(migration, signal),
      intervalMs: () => 60_000,
      needs: 'target',
    };
    registry.add(this);
  }

  forget(migration: string): void {
    this.rollback.forget(migration);
  }

  snapshot(migration: string): RollbackPath | null {
    return this.rollback.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    const log = told?.settings['log_bin'];
    return {
      label: 'Way back',
      summary: log === undefined ? 'unknown' : `Binary log of the target ${log}`,
      explanation:
        'After the cutover the old source can replicate from the target, so that going back loses nothing, if the target logs rows for long enough and has an account for it. Nothing of this stands in the way of going forward.',
      facts: told === null ? [] : factsOf(told),
    };
  }
}

const shown = ['log_bin', 'log_slave_updates', 'log_replica_updates', 'binlog_format', 'binlog_row_image'];

function factsOf(told: RollbackPath): EvidenceFact[] {
  const { settings, keptSeconds, keptForEver, serverIds, accounts, grant, reason } = told;
  const kept = keptForEver ? 'for ever' : keptSeconds === null ? null : inWords(keptSeconds);
  const ids =
    serverIds.source === null || serverIds.target === null ? null : `${serverIds.source}, ${serverIds.target}`;
  const who = accounts === null ? null : accounts.total === 0 ? 'none' : accountsText(accounts);
  const hint = accounts === null ? (reason ?? (grant === null ? null : `To see them, if you like: ${grant}`)) : null;
  return [
    ...shown.flatMap((name) => {
      const value = settings[name];
      return value === undefined ? [] : [{ label: name, value, hint: null }];
    }),
    { label: 'The target keeps its binary logs', value: kept, hint: reason },
    { label: 'server_id of source and target', value: ids, hint: null },
    { label: 'Accounts of the target to replicate by', value: who, hint },
  ];
}

function accountsText({ total, named }: NonNullable<RollbackPath['accounts']>): string {
  const more = total - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
