import type {
  BackupHealth,
  BackupList,
  BackupRestoreTestList,
  BackupRunList,
  BackupScheduleList,
} from '@cutover/contracts';
import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, rest } from '../../live/rest.js';

/** Backups change slowly; a run or a test that was just begun is to be seen soon. */
const everyMs = 4_000;

/** All that the page of backups shows, asked anew every few seconds while it is open. */
export interface KnownBackups {
  list: BackupList;
  runs: BackupRunList['runs'];
  tests: BackupRestoreTestList['tests'];
  configured: BackupScheduleList;
  health: BackupHealth;
}

export function useBackups() {
  /** null: nothing was answered yet. */
  const known = shallowRef<KnownBackups | null>(null);
  /** Why the last question was not answered: what is shown is of before. */
  const fault = ref<string | null>(null);
  /** What somebody has just asked for: a server, or a backup. */
  const asking = ref<string | null>(null);
  const notices = useNoticesStore();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;

  async function load(): Promise<void> {
    clearTimeout(timer);
    try {
      const [list, { runs }, { tests }, configured, health] = await Promise.all([
        rest<BackupList>('GET', '/api/backups'),
        rest<BackupRunList>('GET', '/api/backups/runs'),
        rest<BackupRestoreTestList>('GET', '/api/backups/restore-tests'),
        rest<BackupScheduleList>('GET', '/api/backups/schedules'),
        rest<BackupHealth>('GET', '/api/backups/health'),
      ]);
      known.value = { list, runs, tests, configured, health };
      fault.value = null;
    } catch (error) {
      fault.value = faultText(error);
    }
    if (isOpen) timer = setTimeout(() => void load(), everyMs);
  }

  async function ask(what: string, method: 'POST' | 'DELETE', path: string, body?: object): Promise<void> {
    asking.value = what;
    try {
      await rest(method, path, body);
      await load();
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      asking.value = null;
    }
  }

  onMounted(() => void load());
  onUnmounted(() => {
    isOpen = false;
    clearTimeout(timer);
  });

  return {
    known,
    fault,
    asking,
    backUp: (server: string) => ask(server, 'POST', '/api/backups/runs', { server }),
    restore: (backupId: string) => ask(backupId, 'POST', '/api/backups/restore-tests', { backupId }),
    cancel: (run: string) => ask(run, 'DELETE', `/api/backups/runs/${encodeURIComponent(run)}`),
  };
}
