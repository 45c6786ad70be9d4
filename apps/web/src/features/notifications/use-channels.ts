import type { ChannelTest, NotificationChannel } from '@cutover/contracts';
import { ref, shallowRef } from 'vue';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, rest } from '../../live/rest.js';

/** The notification channels of the API, and what their tests answered. */
export function useChannels() {
  const channels = shallowRef<readonly NotificationChannel[]>([]);
  const tests = shallowRef<ReadonlyMap<string, ChannelTest>>(new Map());
  const testing = ref<string | null>(null);
  const notices = useNoticesStore();

  async function load(): Promise<void> {
    try {
      channels.value = await rest<NotificationChannel[]>('GET', '/api/alerts/channels');
    } catch (error) {
      notices.show('critical', faultText(error));
    }
  }

  /** Sends a test message, and keeps what became of it. */
  async function test(name: string): Promise<void> {
    testing.value = name;
    try {
      const answer = await rest<ChannelTest>('POST', `/api/alerts/channels/${encodeURIComponent(name)}/test`);
      tests.value = new Map(tests.value).set(name, answer);
      await load();
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      testing.value = null;
    }
  }

  return { channels, tests, testing, load, test };
}
