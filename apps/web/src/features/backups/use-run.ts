import type { BackupRun } from '@cutover/contracts';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { faultText, RestFault, rest } from '../../live/rest.js';
import type { KnownBackups } from './backups.store.js';

/** One run: as the socket tells it, or, where it is not among the newest, as it is asked for. */
export function useRun(id: () => string, known: Ref<KnownBackups | null>) {
  const asked = shallowRef<BackupRun | null>(null);
  /** Why it is not known. */
  const fault = ref<string | null>(null);
  /** There is none of that id. */
  const isUnknown = ref(false);
  const run = computed(
    () => known.value?.runs.find((each) => each.id === id()) ?? (asked.value?.id === id() ? asked.value : null),
  );

  async function load(): Promise<void> {
    isUnknown.value = false;
    try {
      asked.value = await rest<BackupRun>('GET', `/api/backups/runs/${encodeURIComponent(id())}`);
      fault.value = null;
    } catch (error) {
      isUnknown.value = error instanceof RestFault && error.status === 404;
      fault.value = faultText(error);
    }
  }

  watch(id, load, { immediate: true });
  return { run, fault, isUnknown };
}
