import type { FreezeProofGroup, GroupOf } from '@cutover/contracts';
import { foldFreezeProofs } from '@cutover/contracts/fold-freeze-proofs';
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { freezeGroupLook, groupOverBudgetLook } from '../../looks/freeze-look.js';
import { useLiveStore } from '../../live/live.store.js';
import { faultText } from '../../live/rest.js';
import type { Look } from '../../ui/tone.js';
import { useMigrationsStore } from '../migrations/migrations.store.js';
import { useFreezeProofStore } from './freeze-proof.store.js';

/** The freeze proof of all databases of a migration as this page may show it. */
export interface ShownGroupProof {
  /** null: none was begun, or not all is known yet. */
  proof: FreezeProofGroup | null;
  look: Look;
  /** Nothing arrives: what stands here is what was last heard. */
  isStale: boolean;
  /** Names of its parts that this page has heard of. */
  parts: string[];
  /** The proofs of all of them were asked for. */
  isLoaded: boolean;
}

/**
 * The same fold as that of the API, over the proofs that this page has heard of. What was missed while there was no connection is asked
 * for; `fault` says why it could not be.
 */
export function useGroupProof(group: () => Pick<GroupOf, 'name' | 'count'>): {
  shown: ComputedRef<ShownGroupProof>;
  fault: Ref<string | null>;
} {
  const migrations = useMigrationsStore();
  const live = useLiveStore();
  const proofs = useFreezeProofStore();
  const fault = ref<string | null>(null);
  const databases = computed(() =>
    migrations.list.flatMap(({ name, group: of }) =>
      of?.name === group().name ? [{ migration: name, database: of.database }] : [],
    ),
  );
  const shown = computed(() => {
    const { name, count } = group();
    const parts = databases.value.map(({ migration }) => migration);
    const isLoaded = parts.every((part) => proofs.settings.has(part));
    const known = databases.value.map((each) => ({ ...each, proof: proofs.heard.get(each.migration)?.proof ?? null }));
    const proof = isLoaded ? foldFreezeProofs(name, known, count) : null;
    const isStale = !live.isReceiving && live.state !== 'connecting';
    const isKnown = isLoaded && parts.length >= count;
    return { proof, look: lookOf(proof, isStale || !isKnown), isStale, parts, isLoaded };
  });
  watch(
    [() => shown.value.parts.join(' '), () => live.state],
    () => {
      Promise.all(shown.value.parts.map((part) => proofs.load(part))).then(
        () => (fault.value = null),
        (error: unknown) => (fault.value = faultText(error)),
      );
    },
    { immediate: true },
  );
  return { shown, fault };
}

function lookOf(proof: FreezeProofGroup | null, isUnknown: boolean): Look {
  if (isUnknown) return freezeGroupLook.unknown;
  if (proof === null) return freezeGroupLook.waiting;
  return proof.light === 'green' && proof.isOverBudget ? groupOverBudgetLook : freezeGroupLook[proof.light];
}
