import type { ChecksumRun, MigrationDetail, RunProgress } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { faultText, migrationPath, rest } from '../../live/rest.js';
import { useNoticesStore } from '../../live/notices.store.js';

/** The current or last verification run of each migration, and the commands to start and cancel one. */
export const useChecksumStore = defineStore('checksum', () => {
  const runs = shallowRef<ReadonlyMap<string, RunProgress>>(new Map());
  const isAsking = shallowRef(false);
  const notices = useNoticesStore();

  /** Takes news of a run. A run that ended stays ended, however late an older message comes. */
  function receive(run: RunProgress): void {
    const known = runs.value.get(run.migration);
    const wasRunning = known?.id === run.id && known.state === 'running';
    if (known?.id === run.id && known.state !== 'running' && run.state === 'running') return;
    runs.value = new Map(runs.value).set(run.migration, run);
    if (wasRunning && run.state !== 'running') reportEnd(run);
  }

  /** Takes what an update says of the run: none active means that ours has ended without our hearing of it. */
  function receiveSnapshot(detail: MigrationDetail): void {
    const known = runs.value.get(detail.name);
    if (detail.activeRun) receive(detail.activeRun);
    else if (known?.state === 'running') void follow(known);
  }

  async function follow(run: RunProgress): Promise<void> {
    try {
      receive(
        await rest<ChecksumRun>('GET', migrationPath(run.migration, `/checksums/runs/${encodeURIComponent(run.id)}`)),
      );
    } catch {
      // The next update asks again.
    }
  }

  /** Nobody waits for the end of a scheduled round; the verdicts stand in the table. */
  function reportEnd(run: RunProgress): void {
    if (run.trigger === 'schedule') return;
    const { matched, diverged, lagging, unverified } = run.verdicts;
    const all = [`${matched} matched`, `${diverged} diverged`, `${lagging + unverified} not proved`];
    const found = all.filter((text) => !text.startsWith('0 ')).join(', ') || 'no table was compared';
    const isClean = run.state === 'finished' && matched === run.tables.done;
    notices.show(isClean ? 'good' : 'neutral', `Verification ${run.state}: ${found}.`);
  }

  async function command(work: () => Promise<ChecksumRun | undefined>): Promise<void> {
    isAsking.value = true;
    try {
      const run = await work();
      if (run) receive(run);
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      isAsking.value = false;
    }
  }

  /** Starts a run over every watched table, or over the given ones. */
  function start(migration: string, tables?: string[]): Promise<void> {
    return command(() => rest('POST', migrationPath(migration, '/checksums/runs'), tables ? { tables } : {}));
  }
  function cancel(run: RunProgress): Promise<void> {
    return command(() => rest('DELETE', migrationPath(run.migration, `/checksums/runs/${encodeURIComponent(run.id)}`)));
  }

  return { runs, isAsking, receive, receiveSnapshot, start, cancel };
});
