import type { BackupCalendar } from '@cutover/contracts';
import { ref, shallowRef, watch } from 'vue';
import { faultText, rest } from '../../live/rest.js';

/** The days of the last month, asked for again when `changed` is another word. */
export function useCalendar(changed: () => string) {
  /** null: nothing was answered yet. */
  const calendar = shallowRef<BackupCalendar | null>(null);
  /** Why the last question was not answered: what is shown is of before. */
  const fault = ref<string | null>(null);
  let asked = 0;

  async function load(): Promise<void> {
    const turn = ++asked;
    try {
      const answer = await rest<BackupCalendar>('GET', '/api/backups/calendar?days=30');
      if (turn !== asked) return;
      calendar.value = answer;
      fault.value = null;
    } catch (error) {
      if (turn === asked) fault.value = faultText(error);
    }
  }

  watch(changed, load, { immediate: true });
  return { calendar, fault };
}
