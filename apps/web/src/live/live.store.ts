import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { isReceiving, type LiveState } from './live-state.js';

/** How figures reach the page, since when, and why not better. */
export const useLiveStore = defineStore('live', () => {
  const state = ref<LiveState>('connecting');
  const reason = ref<string | null>(null);
  const since = ref(new Date().toISOString());

  /** Whether a page is open that shows backups: only then is anything of them sent. */
  const wantsBackups = ref(false);

  /** Notes a state; `since` moves only when the state does. */
  function enter(next: LiveState, why: string | null, at: string): void {
    if (state.value !== next) since.value = at;
    state.value = next;
    reason.value = why;
  }

  return { state, reason, since, wantsBackups, enter, isReceiving: computed(() => isReceiving[state.value]) };
});
