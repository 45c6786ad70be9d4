import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, FreezeProof, FreezeStanding, WritesSince } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import type { Evidence } from '../evidence/evidence.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring, OwnEvent } from '../evidence/evidence-source.js';
import type { ScrapedGauge } from '../evidence/gauge.js';
import { freezeProofGauges } from './freeze-proof-gauges.js';
import { FreezeProofService } from './freeze-proof.service.js';
import { GroupProofsService } from './groups/group-proofs.service.js';
import { strayWritesCheck } from './stray-writes.check.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** The running or the last one; null: none was started. */
    'freeze-proof': FreezeProof | null;
  }
}

/** The last freeze proof, and what was written since, as evidence. */
@Injectable()
export class FreezeProofEvidence implements EvidenceSource<'freeze-proof'> {
  readonly name = 'freeze-proof';
  readonly section = 'freeze-proof';
  readonly checks = [strayWritesCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly proofs: FreezeProofService,
    groups: GroupProofsService,
    registry: EvidenceRegistry,
  ) {
    this.gauges = freezeProofGauges({ config, proofs, groups });
    this.changes = proofs.changes;
    this.measuring = {
      measure: (migration, signal) => proofs.measure(migration, signal),
      // A stray write is a lost row from the moment of the switch on.
      intervalMs: ({ intervalSeconds }) => intervalSeconds * 1000,
      needs: 'nothing',
    };
    registry.add(this);
  }

  snapshot(migration: string): Evidence['freeze-proof'] {
    return this.proofs.snapshot(migration);
  }

  liveEvent(migration: string): OwnEvent | undefined {
    const proof = this.snapshot(migration);
    return proof === null ? undefined : { type: 'freeze_proof', data: proof };
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const proof = this.snapshot(migration);
    return {
      label: 'Freeze proof',
      summary: proof === null ? 'No freeze proof was run yet' : summaryOf(proof),
      explanation:
        'At the moment of the switch: seven lights that prove that the source stands still and the target has everything. Afterwards the old source must not be written any more.',
      facts: proof === null ? [] : factsOf(proof),
    };
  }
}

function summaryOf({ state, standing }: FreezeProof): string {
  return standing === null ? summaries[state] : standings[standing];
}

const standings: Readonly<Record<FreezeStanding, string>> = {
  holds: 'Passed',
  withheld: 'Passed; do not switch, the answer is not safe',
  thawed: 'Passed; the source is not frozen any more',
  'other-server': 'Passed; another server answers now',
  broken: 'Passed, and broken by writes since',
  unknown: 'Passed; whether it still holds is unknown',
  unwatched: 'Passed; not watched any more',
};

const summaries: Readonly<Record<FreezeProof['state'], string>> = {
  running: 'Under way',
  passed: 'Passed',
  failed: 'Failed',
  unproven: 'Not proved',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

function factsOf({ startedAt, conclusion, after, lights, group }: FreezeProof): EvidenceFact[] {
  const green = lights.filter(({ state }) => state === 'green').length;
  return [
    { label: 'Lights', value: `${green} of 7 green`, hint: conclusion },
    { label: 'Started', value: startedAt, hint: null },
    ...(group === null
      ? []
      : [
          {
            label: 'Of the database',
            value: `${group.database}, one of ${group.count} of ${group.name}`,
            hint: 'the other databases have proofs of their own',
          },
        ]),
    ...(after?.isWatched === true
      ? [
          { label: 'Stray writes on the source', value: countText(after.strayWrites), hint: hintOf(after.strayWrites) },
          { label: 'A roll back would lose', value: countText(after.rollbackLoss), hint: hintOf(after.rollbackLoss) },
        ]
      : []),
  ];
}

function hintOf({ transactions, reason, lastKnown }: WritesSince): string | null {
  if (transactions !== null || lastKnown === null) return reason;
  return `${reason ?? 'unknown'}; the last count was ${lastKnown.transactions}, at ${lastKnown.at}`;
}

function countText({ transactions, isLowerBound }: WritesSince): string | null {
  return (
    transactions &&
    `${isLowerBound ? 'at least ' : ''}${transactions} ${transactions === '1' ? 'transaction' : 'transactions'}`
  );
}
