import type { ParityAnswer, ParityArea, ParityDifference } from '@cutover/contracts';
import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { faultText, migrationPath, rest } from '../../live/rest.js';

/** What is asked for. */
export interface ParityQuestion {
  migration: string;
  /** null: every area. */
  area: ParityArea | null;
  search: string;
  /** Anything that changes when the API knows something new: it is asked again then. */
  version: string;
}

export interface Parity {
  /** The last answer; null before the first. */
  answer: Readonly<ShallowRef<ParityAnswer | null>>;
  /** All pages so far. */
  differences: Readonly<ShallowRef<readonly ParityDifference[]>>;
  isLoading: Readonly<ShallowRef<boolean>>;
  /** Why the last question was not answered. */
  fault: Readonly<ShallowRef<string | null>>;
  loadMore: () => Promise<void>;
}

/** The differences of a migration page by page, asked anew when the question changes. What is shown stays until the answer is there. */
export function useParity(question: MaybeRefOrGetter<ParityQuestion>): Parity {
  const answer = shallowRef<ParityAnswer | null>(null);
  const differences = shallowRef<readonly ParityDifference[]>([]);
  const isLoading = shallowRef(false);
  const fault = shallowRef<string | null>(null);
  let asked = 0;

  async function load(cursor: string | null): Promise<void> {
    const number = ++asked;
    const { migration, area, search } = toValue(question);
    const query = new URLSearchParams({
      limit: '50',
      ...(area === null ? {} : { area }),
      ...(search === '' ? {} : { search }),
      ...(cursor === null ? {} : { cursor }),
    });
    isLoading.value = true;
    try {
      const page = await rest<ParityAnswer>('GET', migrationPath(migration, `/parity?${query}`));
      if (number !== asked) return;
      differences.value = cursor === null ? page.differences : [...differences.value, ...page.differences];
      answer.value = page;
      fault.value = null;
    } catch (error) {
      if (number === asked) fault.value = faultText(error);
    } finally {
      if (number === asked) isLoading.value = false;
    }
  }

  watch(
    () => JSON.stringify(toValue(question)),
    () => void load(null),
    { immediate: true },
  );
  return { answer, differences, isLoading, fault, loadMore: () => load(answer.value?.nextCursor ?? null) };
}
