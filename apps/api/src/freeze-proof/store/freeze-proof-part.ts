import type { StorePart } from '../../store/store-part.js';
import { createFreezeProofs } from './create-freeze-proofs.migration.js';
import { FreezeProofEntity } from './freeze-proof.entity.js';
import { FreezeProofStore } from './freeze-proof.store.js';

/** What freeze-proof keeps: each proof for `store.alertRetentionDays`, the last one of a migration for ever. */
export const freezeProofPart: StorePart = {
  name: 'freeze-proof',
  entities: [FreezeProofEntity],
  migrations: [createFreezeProofs],
  prune: async (store, { recordsBeforeIso }) => ({
    freezeProofs: await new FreezeProofStore(store).prune(recordsBeforeIso),
  }),
};
