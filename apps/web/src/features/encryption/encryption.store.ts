import type { EncryptionAnswer, EncryptionSide, EncryptionUpdate, Role, Tablespace } from '@cutover/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { faultText, migrationPath, rest } from '../../live/rest.js';
import { mergeUnderWay } from './merge-under-way.js';

type Sides = Readonly<Record<Role, EncryptionSide | null>>;

/** So many tablespaces are asked for at once; those that need attention come first. */
const pageLength = 200;

/** Encryption of both sides, and the tablespaces of the target, of the migration on the page. */
export const useEncryptionStore = defineStore('encryption', () => {
  /** Of every migration: the socket tells of all. */
  const sides = shallowRef<ReadonlyMap<string, Sides>>(new Map());
  const tablespaces = shallowRef<readonly Tablespace[]>([]);
  const total = ref(0);
  const nextCursor = ref<string | null>(null);
  const fault = ref<string | null>(null);
  const migration = ref('');
  let asked = 0;

  const sidesOf = (name: string): Sides => sides.value.get(name) ?? { source: null, target: null };
  const more = computed(() => total.value - tablespaces.value.length);

  /** Takes what the socket tells. The list is asked for anew when a tablespace has changed its state. */
  function receive({ migration: name, source, target, underWay }: EncryptionUpdate): void {
    const before = sidesOf(name).target?.progress?.tablespaces;
    sides.value = new Map(sides.value).set(name, { source, target });
    if (name !== migration.value) return;
    tablespaces.value = mergeUnderWay(tablespaces.value, underWay);
    if (JSON.stringify(before) !== JSON.stringify(target?.progress?.tablespaces)) void load(name);
  }

  /** Loads the first tablespaces of a migration. A slower answer to an earlier question is dropped. */
  async function load(name: string): Promise<void> {
    if (name !== migration.value) tablespaces.value = [];
    migration.value = name;
    await ask(name, '', []);
  }

  /** Loads the tablespaces after those that are shown. */
  async function loadMore(): Promise<void> {
    if (nextCursor.value !== null) await ask(migration.value, `&cursor=${nextCursor.value}`, tablespaces.value);
  }

  async function ask(name: string, cursor: string, shown: readonly Tablespace[]): Promise<void> {
    const question = ++asked;
    try {
      const path = migrationPath(name, `/encryption?limit=${pageLength}${cursor}`);
      const { source, target, ...page } = await rest<EncryptionAnswer>('GET', path);
      if (question !== asked) return;
      sides.value = new Map(sides.value).set(name, { source, target });
      tablespaces.value = [...shown, ...page.tablespaces];
      total.value = page.total;
      nextCursor.value = page.nextCursor;
      fault.value = null;
    } catch (error) {
      if (question === asked) fault.value = faultText(error);
    }
  }

  return { sides, tablespaces, total, nextCursor, fault, more, sidesOf, receive, load, loadMore };
});
