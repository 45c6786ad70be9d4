import type { PostgresLab } from '@cutover/lab';
import { dashboard, says } from './dashboard.js';
import { broken, type PageState } from './page-state.js';
import { secondDatabase } from './second-database.js';

/** What PostgreSQL's page draws in a way of its own; see `pageStates`. Its pair has a second database. */
export const postgresPageStates: Readonly<Record<string, PageState<PostgresLab>>> = {
  'postgres-safe': {
    isShown: async (page) => {
      await says(dashboard.verdict(page), 'Safe to cut over');
      await page.getByText('2 of 2 databases are safe').waitFor();
    },
  },
  'postgres-databases': {
    isShown: async (page) => {
      await page.getByRole('link', { name: 'All databases' }).click();
      const databases = page.getByRole('list', { name: 'Databases of shop' });
      for (const database of ['shop', secondDatabase]) await databases.getByText(database, { exact: true }).waitFor();
    },
    leave: async (page) => void (await page.goBack()),
  },
  'postgres-slot-dropped': broken<PostgresLab>('slot-dropped', 'Not safe', /The source has no slot/),
  'postgres-table-not-published': broken<PostgresLab>(
    'table-not-published',
    'Not safe',
    /product_images is in no publication/,
  ),
  'postgres-row-changed': broken<PostgresLab>('row-changed', 'Not safe', /public\.customers differs/),
};
