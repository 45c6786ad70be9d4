import { Injectable } from '@nestjs/common';
import { roles, type EvidenceFact, type EvidenceSection, type HoldUpKind, type Sessions } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import { lightIntervalMs } from '../evidence/measuring-service.js';
import { backupRunningCheck } from './checks/backup-running.check.js';
import { ddlRunningCheck } from './checks/ddl-running.check.js';
import { longTransactionCheck } from './checks/long-transaction.check.js';
import { metadataLockCheck } from './checks/metadata-lock.check.js';
import { preparedTransactionCheck } from './checks/prepared-transaction.check.js';
import { describeHoldUp } from './hold-up-check.js';
import { SessionsService } from './sessions.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    sessions: Sessions | null;
  }
}

const labels: Readonly<Record<HoldUpKind, string>> = {
  transaction: 'Long transactions',
  prepared: 'Prepared transactions',
  'lock-wait': 'Waiting for locks',
  backup: 'Backups',
  ddl: 'Definitions being changed',
};
const kinds = Object.keys(labels) as HoldUpKind[];

/** What sessions of both sides a cutover would have to wait for, as evidence. */
@Injectable()
export class SessionsEvidence implements EvidenceSource<'sessions'> {
  readonly name = 'sessions';
  readonly section = 'sessions';
  readonly checks = [
    longTransactionCheck,
    preparedTransactionCheck,
    metadataLockCheck,
    backupRunningCheck,
    ddlRunningCheck,
  ];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges = [];

  constructor(
    private readonly sessions: SessionsService,
    registry: EvidenceRegistry,
  ) {
    this.changes = sessions.changes;
    this.measuring = {
      measure: (migration, signal) => sessions.measure(migration, signal),
      intervalMs: lightIntervalMs,
      needs: 'nothing',
    };
    registry.add(this);
  }

  forget(migration: string): void {
    this.sessions.forget(migration);
  }

  snapshot(migration: string): Sessions | null {
    return this.sessions.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    return {
      label: 'Sessions in the way',
      summary: summaryOf(told),
      explanation:
        'What a freeze of the source would have to wait for, and what replication on the target waits for: open transactions, locks, backups and changes of definitions. Statements are shown without their values.',
      facts: told === null ? [] : kinds.map((kind) => factOf(kind, told)),
    };
  }
}

function summaryOf(told: Sessions | null): string {
  if (told === null) return 'unknown';
  const count = roles.reduce((sum, role) => sum + told[role].holdUps.length, 0);
  if (count > 0) return count === 1 ? '1 in the way' : `${count} in the way`;
  return roles.some((role) => told[role].unknown.length > 0) ? 'not all visible' : 'Nothing in the way';
}

function factOf(kind: HoldUpKind, told: Sessions): EvidenceFact {
  const held = roles.flatMap((role) =>
    told[role].holdUps.filter((each) => each.kind === kind).map((each) => `${role}: ${describeHoldUp(each)}`),
  );
  const unknown = roles.flatMap((role) => told[role].unknown.filter((each) => each.kind === kind).map(() => role));
  const shown = held.length <= 3 ? held.join('; ') : `${held.slice(0, 3).join('; ')}; ${held.length - 3} more`;
  const value = held.length > 0 ? shown : unknown.length > 0 ? null : 'none';
  const hint = unknown.length === 0 ? null : `Not visible on the ${unknown.join(' and the ')}`;
  return { label: labels[kind], value, hint };
}
