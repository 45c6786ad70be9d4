import type { MigrationConfig } from '../config/config.schema.js';
import type { EndpointProbe } from '../connections/probe-endpoint.js';
import { probeLines } from './probe-lines.js';

const side = { port: 3306, username: 'u', password: 'p', rds: false };
const migration: MigrationConfig = {
  name: 'shop',
  group: null,
  engine: 'mariadb',
  source: { host: 'one', ...side },
  target: { host: 'two', ...side },
  databases: ['shop'],
  excludeTables: [],
  replicaLagThresholdSeconds: 10,
  heartbeat: { enabled: false, table: 'cutover.heartbeat' },
};

const none = { databases: [], tables: [], excludeTables: [] };

function probe(fingerprint: string, change: Partial<EndpointProbe> = {}): EndpointProbe {
  const identity = {
    flavor: 'mariadb' as const,
    version: '10.11.6',
    versionNumber: 101106,
    serverId: '1',
    account: 'u@%',
    fingerprint,
  };
  return { identity, faults: [], missingGrants: [], isServerAway: false, ...change };
}

describe('probeLines', () => {
  it('says OK of each side without faults', () => {
    const lines = probeLines(migration, { source: probe('a'), target: probe('b') }, none);
    expect(lines.faults).toEqual([]);
    expect(lines.ok).toEqual([
      expect.stringContaining('OK shop source one:3306: 10.11.6'),
      expect.stringContaining('OK shop target'),
    ]);
  });

  it('refuses an engine that the server is not', () => {
    const fault = {
      ...{ code: 'ENGINE_MISMATCH', action: 'Set engine: mariadb for this migration.' },
      ...{ headline: 'engine is mysql in the configuration, and this server is 10.11.6', message: '' },
    };
    const refused = { identity: null, faults: [fault], missingGrants: null };
    const lines = probeLines(
      { ...migration, engine: 'mysql' },
      { source: probe('a', refused), target: probe('b', refused) },
      null,
    );
    expect(lines.ok).toEqual([]);
    expect(lines.faults).toHaveLength(2);
    expect(lines.faults[0]).toMatch(/one:3306: engine is mysql in the configuration, and this server is 10\.11\.6/);
  });

  it('gives every missing GRANT a line of its own', () => {
    const missingGrants = ['GRANT BINLOG MONITOR ON *.* TO `u`@`%`', 'GRANT SLAVE MONITOR ON *.* TO `u`@`%`'];
    const lines = probeLines(migration, { source: probe('a'), target: probe('b', { missingGrants }) }, none);
    expect(lines.ok).toHaveLength(1);
    expect(lines.faults).toEqual(missingGrants.map((grant) => `shop target two:3306: missing right, run: ${grant}`));
  });

  it('names the right that a capability lacks and who needs it, and says no right twice', () => {
    const lacking = (grant: string) => ({ role: 'target' as const, neededFor: 'encryption', grant });
    const found = { lacking: [lacking('GRANT PROCESS;'), lacking('GRANT SELECT;')], faults: ['parity: no\n answer'] };
    const probes = { source: probe('a'), target: probe('b', { missingGrants: ['GRANT SELECT;'] }) };
    const lines = probeLines(migration, probes, none, found);
    expect(lines.ok).toHaveLength(1);
    expect(lines.faults).toEqual([
      'shop target two:3306: missing right, run: GRANT SELECT;',
      'shop target two:3306: missing right for encryption, run: GRANT PROCESS;',
      'shop: parity: no answer',
    ]);
  });

  it('never says OK of a side whose rights are unknown', () => {
    const lines = probeLines(
      migration,
      {
        source: probe('a', { missingGrants: null }),
        target: {
          identity: null,
          faults: [{ code: 'X', headline: 'refused:\n no', message: 'no', action: 'Start it.' }],
          missingGrants: null,
          isServerAway: true,
        },
      },
      none,
    );
    expect(lines).toEqual({
      ok: [],
      faults: ['shop source one:3306: its rights could not be read', 'shop target two:3306: refused: no. Start it.'],
    });
  });

  it('reports one server under two names', () => {
    const lines = probeLines(migration, { source: probe('a'), target: probe('a') }, none);
    expect(lines.faults).toEqual([expect.stringContaining('the same server')]);
  });

  it('names each entry of the configuration that matches nothing, once all can be seen', () => {
    const unmatched = { databases: ['biling'], tables: ['shop.order'], excludeTables: ['shop.temp_*'] };
    expect(probeLines(migration, { source: probe('a'), target: probe('b') }, unmatched).faults).toEqual([
      'shop: databases: biling has no table on either side: correct the name or remove it',
      'shop: tables: shop.order is on neither side: correct the name or remove it',
      'shop: excludeTables: shop.temp_* matches no table: correct the name or remove it',
    ]);
    expect(probeLines(migration, { source: probe('a'), target: probe('b') }, null).faults).toEqual([]);
  });

  it('says that a database which the account may not read may also not exist', () => {
    const missingGrants = ["GRANT SELECT ON `biling`.* TO 'u'@'%';"];
    const misspelt = { ...migration, databases: ['biling'] };
    expect(probeLines(misspelt, { source: probe('a'), target: probe('b', { missingGrants }) }, null).faults).toEqual([
      "shop target two:3306: missing right, run: GRANT SELECT ON `biling`.* TO 'u'@'%';" +
        ' -- or `biling` does not exist there: correct the name in databases',
    ]);
  });
});
