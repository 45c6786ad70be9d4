import type { ConnectionStatus, ServerStatus } from '@cutover/contracts';
import type { TableShape, WatchedTable } from '../tables/tables.service.js';
import { precluded } from './precluded.js';

const up: ServerStatus = {
  ...{ state: 'up', since: '2026-11-20T03:00:00.000Z', host: 'db', port: 3306, version: '10.11', tlsCipher: null },
  ...{ latencyMs: 1, lastSeenAt: null, lastFault: null, failedAttempts: 0, toldBy: null, missingGrants: [] },
};
const fault = {
  code: 'ECONNREFUSED',
  headline: 'nothing listens on db:3306',
  message: 'connect ECONNREFUSED',
  action: 'Check that the server runs.',
};
const status = (changes: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
  ...{ source: up, target: up, sameServer: false },
  ...changes,
});
const shape: TableShape = { kind: 'table', engine: 'InnoDB', columns: [], primaryKey: [] };
const table = (source: TableShape | null, target: TableShape | null): WatchedTable => ({
  ...{ id: 'shop.orders', database: 'shop', name: 'orders', source, target },
});

describe('precluded', () => {
  it('lets an ordinary table, and one that is missing on one side, be compared', () => {
    expect(precluded(status(), table(shape, shape))).toBeNull();
    expect(precluded(status(), table(shape, null))).toBeNull();
    expect(precluded(status(), table(null, shape))).toBeNull();
  });

  it('refuses one server as both sides', () => {
    expect(precluded(status({ sameServer: true }), table(shape, shape))).toMatch(/same server/);
  });

  it('says which side does not answer, why and what to do', () => {
    const target: ServerStatus = { ...up, state: 'down', lastFault: fault };
    expect(precluded(status({ target }), table(shape, shape))).toBe(
      'Not compared: the target did not answer (nothing listens on db:3306); it is compared again when it does',
    );
  });

  it('waits for a side that has not answered yet', () => {
    expect(precluded(status({ source: { ...up, state: 'connecting' } }), table(shape, shape))).toBe(
      'Not compared: the source did not answer; it is compared again when it does',
    );
  });

  it('refuses a view on either side, and a name that exists nowhere', () => {
    expect(precluded(status(), table(shape, { ...shape, kind: 'view' }))).toMatch(/view on the target/);
    expect(precluded(status(), table(null, null))).toMatch(/exists on neither side/);
  });
});
