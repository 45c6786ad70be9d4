import type {
  BackupHealth,
  BackupList,
  BackupRestoreTestList,
  BackupRunList,
  BackupScheduleList,
  BackupsUpdate,
} from '@cutover/contracts';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { faultText, rest } from '../../live/rest.js';
import { withNewer } from './with-newer.js';

/** All that the page of backups shows. */
export interface KnownBackups {
  list: BackupList;
  runs: BackupRunList['runs'];
  tests: BackupRestoreTestList['tests'];
  configured: BackupScheduleList;
  health: BackupHealth;
}

/** What is newer than what is known. */
type Noted = Partial<Pick<KnownBackups, 'runs' | 'tests'>> & { health?: BackupHealth | null };

/** What is known of backups: asked for over REST, and brought up to date by what the socket tells. */
export const useBackupsStore = defineStore('backups', () => {
  /** null: nothing was answered yet. */
  const known = shallowRef<KnownBackups | null>(null);
  /** Why the last question was not answered: what is shown is of before. */
  const fault = ref<string | null>(null);
  /** When everything was asked for last, ms; 0: never. */
  let askedAtMs = 0;
  let revision: number | null = null;
  /** Counts what the socket told: an answer that was asked for before it may be older. */
  let told = 0;

  /** Asks for everything. Never rejects: `fault` says why it is not known. */
  async function load(): Promise<void> {
    askedAtMs = Date.now();
    const toldBefore = told;
    try {
      const [list, { runs }, { tests }, configured, health] = await Promise.all([
        rest<BackupList>('GET', '/api/backups'),
        rest<BackupRunList>('GET', '/api/backups/runs'),
        rest<BackupRestoreTestList>('GET', '/api/backups/restore-tests'),
        rest<BackupScheduleList>('GET', '/api/backups/schedules'),
        rest<BackupHealth>('GET', '/api/backups/health'),
      ]);
      const before = known.value;
      const isOvertaken = before !== null && told !== toldBefore;
      known.value = {
        ...{ list, configured, health },
        runs: isOvertaken ? withNewer(runs, before.runs) : runs,
        tests: isOvertaken ? withNewer(tests, before.tests) : tests,
      };
      fault.value = null;
    } catch (error) {
      fault.value = faultText(error);
    }
  }

  /** Takes what the socket tells; asks only for what it does not say itself. */
  function receive({ isComplete, runs, restoreTests, health, catalogueRevision }: BackupsUpdate): void {
    told += 1;
    const isOther = revision !== catalogueRevision;
    revision = catalogueRevision;
    // What ended while nobody listened is not in it.
    if (isComplete || known.value === null) return void load();
    note({ runs, tests: restoreTests, health });
    if (isOther) void loadList();
  }

  /** Takes runs and tests as they are now, and what was judged. */
  function note({ runs = [], tests = [], health = null }: Noted): void {
    if (known.value === null) return;
    const before = known.value;
    known.value = {
      ...before,
      runs: withNewer(before.runs, runs),
      tests: withNewer(before.tests, tests),
      health: health ?? before.health,
    };
  }

  async function loadList(): Promise<void> {
    try {
      const list = await rest<BackupList>('GET', '/api/backups');
      if (known.value !== null) known.value = { ...known.value, list };
    } catch (error) {
      fault.value = faultText(error);
    }
  }

  return { known, fault, load, receive, note, sinceAskedMs: () => Date.now() - askedAtMs };
});
