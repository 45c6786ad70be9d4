import type { FreezeProof, FreezeProofAnswer, StartFreezeProof } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useNoticesStore } from '../../live/notices.store.js';
import { faultText, migrationPath, rest } from '../../live/rest.js';

/** A proof as it was heard, and when, on the monotonic clock of this browser: its budget runs on from there. */
export interface HeardProof {
  proof: FreezeProof;
  heardAtMs: number;
}

type Settings = Omit<FreezeProofAnswer, 'proof'>;

/** The last freeze proof of each migration, what may be done with it, and the commands. */
export const useFreezeProofStore = defineStore('freeze-proof', () => {
  const heard = shallowRef<ReadonlyMap<string, HeardProof>>(new Map());
  const settings = shallowRef<ReadonlyMap<string, Settings>>(new Map());
  const isAsking = shallowRef(false);
  const notices = useNoticesStore();

  /** Takes news of a proof. One that ended does not run again, however late an older message comes. */
  function receive(proof: FreezeProof): void {
    const known = heard.value.get(proof.migration)?.proof;
    if (known !== undefined && isOlder(proof, known)) return;
    heard.value = new Map(heard.value).set(proof.migration, { proof, heardAtMs: performance.now() });
    if (known?.id === proof.id && known.state === 'running' && proof.state !== 'running')
      notices.announce(
        `${proof.group === null ? '' : `${proof.group.database}: `}${proof.conclusion} ${proof.nextStep}`,
      );
  }

  /** Asks for the proof and the settings. Rejects with RestFault. */
  async function load(migration: string): Promise<void> {
    const { proof, ...rules } = await rest<FreezeProofAnswer>('GET', pathOf(migration));
    settings.value = new Map(settings.value).set(migration, rules);
    if (proof !== null) receive(proof);
  }

  async function command(work: () => Promise<void>): Promise<void> {
    isAsking.value = true;
    try {
      await work();
    } catch (error) {
      notices.show('critical', faultText(error));
    } finally {
      isAsking.value = false;
    }
  }

  const start = (migration: string, request: Pick<StartFreezeProof, 'freeze'>): Promise<void> =>
    command(async () => receive(await rest('POST', pathOf(migration), request)));
  const stop = (migration: string): Promise<void> =>
    command(async () => receive(await rest('DELETE', pathOf(migration))));

  /** The same for all databases of a migration: what becomes of each is asked for afterwards, and comes on the socket too. */
  const ofAll = (method: 'POST' | 'DELETE', group: string, parts: readonly string[]): Promise<void> =>
    command(async () => {
      await rest(method, `/api/groups/${encodeURIComponent(group)}/freeze-proof`);
      await Promise.all(parts.map(load));
    });
  const startAll = (group: string, parts: readonly string[]): Promise<void> => ofAll('POST', group, parts);
  const stopAll = (group: string, parts: readonly string[]): Promise<void> => ofAll('DELETE', group, parts);

  return { heard, settings, isAsking, receive, load, start, stop, startAll, stopAll };
});

function pathOf(migration: string): string {
  return migrationPath(migration, '/readiness/freeze-proof');
}

function isOlder(news: FreezeProof, known: FreezeProof): boolean {
  if (news.id !== known.id) return news.startedAt < known.startedAt;
  return known.state !== 'running' && news.state === 'running';
}
