import type { Lab } from '@cutover/lab';
import { dashboard, says } from './dashboard.js';
import { broken, type PageState } from './page-state.js';

/** Own writes of the target, and how they are forgotten: see docs/errant-transactions.md. */
const errantTransaction: PageState<Lab> = {
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
  (statement: string): PageState<Lab>['begin'] =>
  async ({ lab, api }) => {
    await lab.withoutBinaryLog('target', (root) => root.query(`${statement} '${lab.endpoints.target.user}'@'%'`));
    await api.kill();
    await api.restart();
  };
const missingGrant: PageState<Lab> = {
  begin: afterRestart(`REVOKE ${positionRight} FROM`),
  end: afterRestart(`GRANT ${positionRight} TO`),
  isShown: async (page) => {
    await says(dashboard.server(page, 'Target'), /GRANT SELECT ON/);
    await says(dashboard.firing(page), /lacks 1 grant/);
  },
};

/** An empty store, and a table in the middle that nobody may read: the first comparison stays where it is. */
const firstComparison = (): PageState<Lab> => {
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
const openTable: PageState<Lab> = {
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
export const pageStates: Readonly<Record<string, PageState<Lab>>> = {
  safe: { isShown: (page) => says(dashboard.verdict(page), 'Safe to cut over') },
  'target-down': broken<Lab>('target-down', 'Cannot tell', /target .*has not answered/i),
  'source-down': broken<Lab>('source-down', 'Cannot tell', /source .*has not answered/i),
  'replica-broken': broken<Lab>('replica-broken', 'Not safe', /already has a row that the source inserted/),
  'replica-stopped': broken<Lab>('replica-stopped', 'Not safe', /stopped/i),
  'receiver-dead': broken<Lab>('receiver-dead', 'Not safe', /receiver cannot connect/i),
  lag: broken<Lab>('lag', 'Not safe', /late on purpose/),
  'row-changed': broken<Lab>('row-changed', 'Not safe', /shop\.customers differs/),
  'row-missing': broken<Lab>('row-missing', 'Not safe', /shop\.reviews/),
  'table-dropped': broken<Lab>('table-dropped', 'Not safe', /shop\.product_images/),
  'index-missing': broken<Lab>('index-missing', 'Not safe', /audit_log_time of shop\.audit_log is missing/),
  'plain-table': broken<Lab>('plain-table', 'Not safe', /shop\.reviews stays plain/),
  // A warning that the freeze takes care of stands beside an answer that stays as it is.
  'binlog-retention-short': broken<Lab>(
    'binlog-retention-short',
    'Safe to cut over',
    /keeps its binary logs for 60 min only/,
  ),
  'wrong-password': broken<Lab>('wrong-password', 'Cannot tell', /target .*Access denied/i),
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
