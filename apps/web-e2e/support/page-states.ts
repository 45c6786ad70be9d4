import type { BreakName } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { dashboard, says } from './dashboard.js';
import type { Stack } from './stack.js';

/** A state of the page: how it comes about, and words by which one knows that it is there. */
interface PageState {
  begin?: (stack: Stack) => Promise<unknown>;
  end?: (stack: Stack) => Promise<unknown>;
  isShown: (page: Page) => Promise<void>;
}

const broken = (name: BreakName, isShown: PageState['isShown']): PageState => ({
  begin: ({ lab }) => lab.break(name),
  end: ({ lab }) => lab.mend(name),
  isShown,
});
const fires =
  (words: RegExp): PageState['isShown'] =>
  (page) =>
    says(dashboard.firing(page), words);

/** States of the page that a break brings about; a new one is tested at every width and drawn by the screenshots. */
export const pageStates: Readonly<Record<string, PageState>> = {
  safe: { isShown: (page) => says(dashboard.verdict(page), 'Safe to cut over') },
  'target-down': broken('target-down', fires(/target .*has not answered/i)),
  'source-down': broken('source-down', fires(/source .*has not answered/i)),
  'replica-broken': broken('replica-broken', fires(/already has a row that the source inserted/)),
  'replica-stopped': broken('replica-stopped', fires(/stopped/i)),
  'receiver-dead': broken('receiver-dead', fires(/receiver cannot connect/i)),
  lag: broken('lag', fires(/lag/i)),
  'row-changed': broken('row-changed', fires(/shop\.customers differs/)),
  'row-missing': broken('row-missing', fires(/shop\.reviews/)),
  'table-dropped': broken('table-dropped', fires(/shop\.product_images/)),
  'wrong-password': broken('wrong-password', fires(/target .*Access denied/i)),
  disconnected: {
    begin: ({ api }) => api.kill(),
    end: ({ api }) => api.restart(),
    isShown: (page) => says(page.getByRole('alert', { name: 'Disconnected' }), /Everything below is stale/),
  },
};
