import type { Connection, ConnectionOptions } from 'mysql2/promise';
import type { OwnConnection } from '../../../session/own-session.js';
import type { FamilyEngine } from '../server-identity.js';
import { identify } from './identify.js';
import { endStatement } from './end-statement.js';
import { hangUp } from './hang-up.js';
import { engineSettings, serverLimitStatement, sessionSettings } from './session-settings.js';

/** A connection of the driver. That of a pool is wrapped anew each time it is lent; `connection` is what stays. */
export interface DriverConnection extends Pick<Connection, 'query' | 'threadId' | 'end' | 'destroy'> {
  readonly connection?: object;
}

/** What statements need of a connection of mysql2. `options` are those it was opened with. */
export function mysqlConnection(
  driver: DriverConnection,
  options: ConnectionOptions,
  flavor: FamilyEngine,
): OwnConnection {
  return {
    key: driver.connection ?? driver,
    setUp: async () => {
      for (const setting of [...sessionSettings, engineSettings[flavor]]) await driver.query(setting);
    },
    fingerprint: async () => (await identify(driver)).fingerprint,
    limitTo: async (limitMs) => {
      await driver.query(serverLimitStatement(flavor, limitMs));
    },
    send: async (sql, params) => {
      const [result] = await driver.query(sql, [...params]);
      return rowsOf(result);
    },
    sendAll: async (statements) => {
      const [result] = await driver.query(statements.join('; '));
      // The driver answers one statement with its rows, and several with a list of results.
      const results: unknown[] = statements.length === 1 ? [result] : (result as unknown[]);
      return results.map((each) => (Array.isArray(each) ? (each as object[]) : []));
    },
    endStatement: () => endStatement(options, driver.threadId),
    hangUp: () => hangUp(driver),
    destroy: () => driver.destroy(),
  };
}

/** Rows of a result. CALL answers with several results; the first is the one with rows. Statements without rows: none. */
function rowsOf(result: unknown): object[] {
  if (!Array.isArray(result)) return [];
  return (Array.isArray(result[0]) ? result[0] : result) as object[];
}
