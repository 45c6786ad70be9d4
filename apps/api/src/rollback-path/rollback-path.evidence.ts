import { Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, RollbackPath, SubscriptionBack } from '@cutover/contracts';
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
    return {
      label: 'Way back',
      summary: summaryOf(told),
      explanation:
        'After the cutover the old source can replicate from the target, so that going back loses nothing, if the target logs rows for long enough and has an account for it. Nothing of this stands in the way of going forward.',
      ...(hasScript(told)
        ? {
            download: {
              file: 'rollback-path.sql',
              path: `/api/migrations/${encodeURIComponent(migration)}/rollback-path.sql`,
            },
          }
        : {}),
      facts:
        told === null ? [] : told.subscription === null ? factsOf(told) : subscriptionFacts(told, told.subscription),
    };
  }
}

function summaryOf(told: RollbackPath | null): string {
  if (told === null || told.reason !== null) return 'unknown';
  if (told.subscription === null) return `Binary log of the target ${told.settings['log_bin'] ?? 'unknown'}`;
  const { subscription, obstacles } = told.subscription;
  if (subscription !== null) return `The source subscribes${subscription.isEnabled ? '' : ', not enabled yet'}`;
  const gaps = obstacles.filter(({ outcome }) => outcome === 'fail').length;
  return gaps === 0 ? 'A subscription could be made' : `${gaps} to be mended first`;
}

/** Of what the script would be made. */
function hasScript(told: RollbackPath | null): boolean {
  return typeof told?.subscription?.tables === 'number';
}

function subscriptionFacts(told: RollbackPath, back: SubscriptionBack): EvidenceFact[] {
  const { knowsOrigin, limits, tables, publication, subscription } = back;
  const fact = (label: string, value: string | null, hint: string | null = null): EvidenceFact => ({
    label,
    value,
    hint,
  });
  const made = subscription === null ? 'not made' : subscription.isEnabled ? 'enabled' : 'not enabled';
  const accounts = told.accounts === null ? null : told.accounts.total === 0 ? 'none' : accountsText(told.accounts);
  return [
    ...Object.entries(told.settings).map(([name, value]) => fact(`${name} of the target`, value)),
    fact('Tables that it would carry', tables === null ? null : String(tables)),
    fact('Publication of the target', publication ?? (tables === null ? null : 'none'), 'The script makes one'),
    fact('Subscription of the source', made),
    fact('Leaves out what came by replication', knowsOrigin === null ? null : knowsOrigin ? 'yes' : 'no'),
    ...limits.map(({ side, name, limit, used }) => fact(`${name} of the ${side}`, `${used} of ${limit}`)),
    fact('Accounts of the target to replicate by', accounts),
  ];
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
