import type { BackupRestoreTest, BackupRun } from '@cutover/contracts';
import { storeToRefs } from 'pinia';
import { onMounted, onUnmounted, ref } from 'vue';
import { useLiveStore } from '../../live/live.store.js';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, rest } from '../../live/rest.js';
import { useBackupsStore } from './backups.store.js';

/** While nothing is told by the socket everything is asked for so often: a run that was just begun is to be seen soon. */
const pollMs = 4_000;
/** What is told is asked for as well, rarely: another process may make backups, too, and schedules move on. */
const liveMs = 60_000;
/** The first word of the socket is waited for so long. */
const firstMs = 500;

/** What is known of backups while a page is open that shows them, and what somebody may ask for. */
export function useBackups() {
  const backups = useBackupsStore();
  const { known, fault } = storeToRefs(backups);
  /** What somebody has just asked for: a server, or a backup. */
  const asking = ref<string | null>(null);
  const notices = useNoticesStore();
  const live = useLiveStore();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Looks every few seconds whether it is time to ask: the socket may come and go between. */
  function askInTime(): void {
    const everyMs = live.state === 'live' && fault.value === null ? liveMs : pollMs;
    const isDue = backups.sinceAskedMs() >= everyMs;
    timer = setTimeout(() => void (isDue ? loadAndGoOn() : askInTime()), isDue ? 0 : pollMs / 4);
  }

  async function loadAndGoOn(): Promise<void> {
    await backups.load();
    if (timer !== undefined) askInTime();
  }

  async function ask<Answer>(what: string, asked: Promise<Answer>, note: (answer: Answer) => void): Promise<void> {
    asking.value = what;
    try {
      note(await asked);
      if (live.state !== 'live') await backups.load();
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      asking.value = null;
    }
  }

  const noteRun = (run: BackupRun): void => backups.note({ runs: [run] });

  onMounted(() => {
    live.wantsBackups = true;
    timer = setTimeout(askInTime, live.state === 'live' ? firstMs : 0);
  });
  onUnmounted(() => {
    live.wantsBackups = false;
    clearTimeout(timer);
    timer = undefined;
  });

  return {
    known,
    fault,
    asking,
    backUp: (server: string) => ask(server, rest<BackupRun>('POST', '/api/backups/runs', { server }), noteRun),
    restore: (backupId: string) =>
      ask(backupId, rest<BackupRestoreTest>('POST', '/api/backups/restore-tests', { backupId }), (test) =>
        backups.note({ tests: [test] }),
      ),
    cancel: (run: string) =>
      ask(run, rest<BackupRun>('DELETE', `/api/backups/runs/${encodeURIComponent(run)}`), noteRun),
  };
}
