import type { BreakName } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { dashboard, says } from './dashboard.js';
import type { Stack } from './stack.js';

/** A state of the page: how it comes about, and words by which one knows that it is there. */
interface PageState {
  begin?: (stack: Stack) => Promise<unknown>;
  end?: (stack: Stack) => Promise<unknown>;
  /** Brings the page there, where a user does that, and waits until it is. */
  isShown: (page: Page) => Promise<void>;
  /** Undoes what `isShown` opened on the page. */
  leave?: (page: Page) => Promise<void>;
  /** Waits, after `end`, until the page shows nothing of it any more. */
  isGone?: (page: Page) => Promise<void>;
}

/** A break of the lab: the answer it leads to, and words of the alert that fires and goes away after the mend. */
const broken = (name: BreakName, answer: Answer, alert: RegExp): PageState => ({
  begin: ({ lab }) => lab.break(name),
  end: ({ lab }) => lab.mend(name),
  isShown: async (page) => {
    await says(dashboard.firing(page), alert);
    await says(dashboard.verdict(page), answer);
  },
  isGone: (page) => dashboard.firing(page).filter({ hasText: alert }).first().waitFor({ state: 'detached' }),
});
type Answer = 'Not safe' | 'Cannot tell' | 'Safe to cut over';

/** Own writes of the target, and how they are forgotten: see docs/errant-transactions.md. */
const errantTransaction: PageState = {
  begin: ({ lab }) => lab.withAdmin('target', (root) => root.query('ANALYZE TABLE coupons')),
  end: ({ lab }) =>
    lab.withAdmin('target', async (root) => {
      for (const statement of ['STOP SLAVE', 'RESET MASTER', 'START SLAVE']) await root.query(statement);
    }),
  isShown: async (page) => {
    await page.getByRole('group', { name: 'Errant transactions' }).waitFor();
    await says(dashboard.firing(page), /errant/i);
  },
};

const positionRight = 'SELECT ON mysql.gtid_slave_pos';
/** Rights are read at each new connection, so the API is started anew. */
const afterRestart =
  (statement: string): PageState['begin'] =>
  async ({ lab, api }) => {
    await lab.withoutBinaryLog('target', (root) => root.query(`${statement} '${lab.endpoints.target.user}'@'%'`));
    await api.kill();
    await api.restart();
  };
const missingGrant: PageState = {
  begin: afterRestart(`REVOKE ${positionRight} FROM`),
  end: afterRestart(`GRANT ${positionRight} TO`),
  isShown: async (page) => {
    await says(dashboard.server(page, 'Target'), /GRANT SELECT ON/);
    await says(dashboard.firing(page), /lacks 1 grant/);
  },
};

/** An empty store, and a table in the middle that nobody may read: the first comparison stays where it is. */
const firstComparison = (): PageState => {
  let letGo: () => void = () => undefined;
  return {
    begin: async ({ lab, api }) => {
      await api.kill();
      await api.forget();
      const released = new Promise<void>((resolve) => (letGo = resolve));
      await new Promise<void>((isLocked, failed) => {
        lab
          .withAdmin('source', async (root) => {
            await root.query('LOCK TABLES orders WRITE');
            isLocked();
            await released;
          })
          .catch(failed);
      });
      await api.restart();
    },
    end: () => Promise.resolve(letGo()),
    isShown: async (page) => {
      await says(dashboard.verdict(page), /First comparison: \d+ of 18 tables/);
      await page.getByRole('group', { name: 'Verification in progress' }).waitFor();
    },
  };
};

/** The panel with the rows of a table that differ. */
const openTable: PageState = {
  begin: ({ lab }) => lab.break('row-changed'),
  end: ({ lab }) => lab.mend('row-changed'),
  isShown: async (page) => {
    await says(dashboard.row(page, 'checksums', 'shop.customers'), 'Diverged');
    await page.getByRole('button', { name: 'shop.customers', exact: true }).click();
    await page.getByRole('list', { name: 'Differing rows' }).getByRole('listitem').first().waitFor();
  },
  leave: (page) => page.keyboard.press('Escape'),
};

/**
 * States of the page; a new one is tested at every width and drawn by the screenshots. Of the lab's breaks there is one
 * for each thing that the page draws in a way of its own. That every break has its alert and its answer, the
 * integration tests of the API show (breaks.int.spec.ts); the page shows alerts as they come.
 */
export const pageStates: Readonly<Record<string, PageState>> = {
  safe: { isShown: (page) => says(dashboard.verdict(page), 'Safe to cut over') },
  'target-down': broken('target-down', 'Cannot tell', /target .*has not answered/i),
  'source-down': broken('source-down', 'Cannot tell', /source .*has not answered/i),
  'replica-broken': broken('replica-broken', 'Not safe', /already has a row that the source inserted/),
  'replica-stopped': broken('replica-stopped', 'Not safe', /stopped/i),
  'receiver-dead': broken('receiver-dead', 'Not safe', /receiver cannot connect/i),
  lag: broken('lag', 'Not safe', /late on purpose/),
  'row-changed': broken('row-changed', 'Not safe', /shop\.customers differs/),
  'row-missing': broken('row-missing', 'Not safe', /shop\.reviews/),
  'table-dropped': broken('table-dropped', 'Not safe', /shop\.product_images/),
  'index-missing': broken('index-missing', 'Not safe', /audit_log_time of shop\.audit_log is missing/),
  'plain-table': broken('plain-table', 'Not safe', /shop\.reviews stays plain/),
  // A warning that the freeze takes care of stands beside an answer that stays as it is.
  'binlog-retention-short': broken(
    'binlog-retention-short',
    'Safe to cut over',
    /keeps its binary logs for 60 min only/,
  ),
  'wrong-password': broken('wrong-password', 'Cannot tell', /target .*Access denied/i),
  'errant-transaction': errantTransaction,
  'missing-grant': missingGrant,
  'first-comparison': firstComparison(),
  'open-table': openTable,
  disconnected: {
    begin: ({ api }) => api.kill(),
    end: ({ api }) => api.restart(),
    isShown: (page) => says(page.getByRole('alert', { name: 'Disconnected' }), /Everything below is stale/),
  },
};
