import type { Session } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { rest } from '../../live/rest.js';

/** Who is using the dashboard. Until that is known nobody may change anything. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<Session | null>(null);

  async function load(): Promise<void> {
    session.value = await rest<Session>('GET', '/api/session');
  }

  return { session, load, isOperator: computed(() => session.value?.role === 'operator') };
});
