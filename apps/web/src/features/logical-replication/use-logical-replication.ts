import type { LogicalReplication, LogicalReplicationAnswer } from '@cutover/contracts';
import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { faultText, migrationPath, rest } from '../../live/rest.js';

/** What logical replication uses, asked anew whenever `version` changes. What is shown stays until the answer is there. */
export function useLogicalReplication(question: MaybeRefOrGetter<{ migration: string; version: string }>): {
  /** null: nothing was answered yet, or nothing was measured. */
  told: Readonly<ShallowRef<LogicalReplication | null>>;
  /** Why the last question was not answered. */
  fault: Readonly<ShallowRef<string | null>>;
} {
  const told = shallowRef<LogicalReplication | null>(null);
  const fault = shallowRef<string | null>(null);
  let asked = 0;
  watch(
    () => JSON.stringify(toValue(question)),
    async () => {
      const number = ++asked;
      const path = migrationPath(toValue(question).migration, '/logical-replication');
      try {
        const answer = await rest<LogicalReplicationAnswer>('GET', path);
        if (number !== asked) return;
        told.value = answer.logicalReplication;
        fault.value = null;
      } catch (error) {
        if (number === asked) fault.value = faultText(error);
      }
    },
    { immediate: true },
  );
  return { told, fault };
}
