import type { BackupCalendar, BackupUsage } from '@cutover/contracts';
import { ref, shallowRef, watch } from 'vue';
import { faultText, rest } from '../../live/rest.js';

/** One answer of the API, asked for again when `changed` is another word. */
function useAnswer<Answer>(path: string, changed: () => string) {
  /** null: nothing was answered yet. */
  const answer = shallowRef<Answer | null>(null);
  /** Why the last question was not answered: what is shown is of before. */
  const fault = ref<string | null>(null);
  let asked = 0;

  async function load(): Promise<void> {
    const turn = ++asked;
    try {
      const now = await rest<Answer>('GET', path);
      if (turn !== asked) return;
      answer.value = now;
      fault.value = null;
    } catch (error) {
      if (turn === asked) fault.value = faultText(error);
    }
  }

  watch(changed, load, { immediate: true });
  return { answer, fault };
}

/** The days of the last month. */
export const useCalendar = (changed: () => string) =>
  useAnswer<BackupCalendar>('/api/backups/calendar?days=30', changed);

/** What backups take of the storages. */
export const useUsage = (changed: () => string) => useAnswer<BackupUsage>('/api/backups/usage', changed);
