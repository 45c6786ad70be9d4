import { freezeProofLight, type FreezeLightState } from '@cutover/contracts';
import type { CutoverConfig } from '../config/config.schema.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import type { FreezeProofService } from './freeze-proof.service.js';
import type { GroupProofsService } from './groups/group-proofs.service.js';

/** What these gauges are read from at the moment of a scrape. */
export interface ProofSources {
  config: Pick<CutoverConfig, 'migrations'>;
  proofs: Pick<FreezeProofService, 'snapshot'>;
  groups: Pick<GroupProofsService, 'answer'>;
}

/** Unknown, under way, and not begun are neither: the series is absent. */
const holdsValues: Readonly<Record<FreezeLightState, number | null>> = {
  ...{ green: 1, red: 0, unknown: null, running: null, waiting: null },
};

/** Whether the last freeze proof holds: of each migration, and of all databases of one that has several. */
export function freezeProofGauges({ config: { migrations }, proofs, groups }: ProofSources): ScrapedGauge[] {
  const names = [...new Set(migrations.flatMap(({ group }) => (group === null ? [] : [group.name])))];
  const holds = '1 it passed and holds, 0 it failed or holds no more (absent: none, under way, unknown)';
  return [
    {
      ...{ name: 'cutover_freeze_proof_holds', help: `The last freeze proof: ${holds}`, labels: ['migration'] },
      read: () =>
        migrations.map(({ name }): Series => {
          const proof = proofs.snapshot(name);
          return [{ migration: name }, proof && holdsValues[freezeProofLight(proof)]];
        }),
    },
    {
      ...{ name: 'cutover_group_freeze_proof_holds', labels: ['group'] },
      help: `The last freeze proof of all databases of a migration: ${holds}`,
      read: () =>
        names.map((group): Series => {
          const { proof } = groups.answer(group);
          return [{ group }, proof && holdsValues[proof.light]];
        }),
    },
  ];
}
