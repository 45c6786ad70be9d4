import type { AnyLab } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { dashboard, says } from './dashboard.js';
import type { Stack } from './stack.js';

/** A state of the page: how it comes about, and words by which one knows that it is there. */
export interface PageState<L extends AnyLab> {
  begin?: (stack: Stack<L>) => Promise<unknown>;
  end?: (stack: Stack<L>) => Promise<unknown>;
  /** Brings the page there, where a user does that, and waits until it is. */
  isShown: (page: Page) => Promise<void>;
  /** Undoes what `isShown` opened on the page. */
  leave?: (page: Page) => Promise<void>;
  /** Waits, after `end`, until the page shows nothing of it any more. */
  isGone?: (page: Page) => Promise<void>;
}

type Answer = 'Not safe' | 'Cannot tell' | 'Safe to cut over';

/** A break of the lab: the answer it leads to, and words of the alert that fires and goes away after the mend. */
export const broken = <L extends AnyLab>(
  name: Parameters<L['break']>[0],
  answer: Answer,
  alert: RegExp,
): PageState<L> => ({
  begin: ({ lab }) => lab.break(name),
  end: ({ lab }) => lab.mend(name),
  isShown: async (page) => {
    await says(dashboard.firing(page), alert);
    await says(dashboard.verdict(page), answer);
  },
  isGone: (page) => dashboard.firing(page).filter({ hasText: alert }).first().waitFor({ state: 'detached' }),
});
