import type { RowDifference, RowDifferencePage } from '@cutover/contracts';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { faultText, rest } from '../../live/rest.js';
import { tablePath } from './differences-of.js';

/** Of which verdict the rows are asked. */
export interface DifferencesSubject {
  migration: string;
  table: string;
  /** When the verdict was reached: a newer one has other rows. */
  finishedAt: string;
}

export interface Differences {
  rows: Readonly<ShallowRef<readonly RowDifference[]>>;
  /** The page that came last; null before the first. */
  page: Readonly<ShallowRef<RowDifferencePage | null>>;
  isLoading: Readonly<ShallowRef<boolean>>;
  /** Why the last question was not answered. */
  fault: Readonly<ShallowRef<string | null>>;
  hasMore: Readonly<ShallowRef<boolean>>;
  loadMore: () => Promise<void>;
}

/** The differing rows of a table, page by page; begun anew with every newer verdict. */
export function useDifferences(subject: MaybeRefOrGetter<DifferencesSubject>): Differences {
  const rows = shallowRef<readonly RowDifference[]>([]);
  const page = shallowRef<RowDifferencePage | null>(null);
  const isLoading = shallowRef(false);
  const fault = shallowRef<string | null>(null);
  const hasMore = computed(() => page.value?.nextCursor != null);
  let asked = 0;

  async function load(cursor: string | null): Promise<void> {
    const question = ++asked;
    const { migration, table } = toValue(subject);
    const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
    isLoading.value = true;
    try {
      const answer = await rest<RowDifferencePage>('GET', tablePath(migration, table, `differences${query}`));
      if (question !== asked) return;
      rows.value = cursor === null ? answer.differences : [...rows.value, ...answer.differences];
      page.value = answer;
      fault.value = null;
    } catch (error) {
      if (question === asked) fault.value = faultText(error);
    } finally {
      if (question === asked) isLoading.value = false;
    }
  }

  watch(
    () => JSON.stringify(toValue(subject)),
    () => {
      rows.value = [];
      page.value = null;
      void load(null);
    },
    { immediate: true },
  );
  return { rows, page, isLoading, fault, hasMore, loadMore: () => load(page.value?.nextCursor ?? null) };
}
