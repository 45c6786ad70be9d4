import type { EncryptionAnswer, EncryptionSide, EvidenceSection, Tablespace } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtureNow } from '../../../test/fixtures.js';
import { useEncryptionStore } from './encryption.store.js';
import EncryptionSection from './EncryptionSection.vue';

const space = (name: string, state: Tablespace['state'], over: Partial<Tablespace> = {}): Tablespace => ({
  ...{ name: `shop/${name}`, table: `shop.${name}`, isWatched: true, state, sizeBytes: 1_000_000, encryptedBytes: 0 },
  ...{ keyVersion: null, latestKeyVersion: 1, keyId: 1, note: null, action: null },
  ...over,
});
const side = (over: Partial<EncryptionSide> = {}): EncryptionSide => ({
  ...{
    role: 'target',
    server: 'new:3306 (server 2)',
    basis: 'sql',
    keys: null,
    logsReason: null,
    requiresTls: true,
    grants: [],
    reason: null,
  },
  parts: [
    {
      ...{ part: 'redo-log', label: 'Redo log', state: 'plain', isRequired: true, hint: null, statement: null },
      ...{ setting: 'innodb_encrypt_log = OFF', action: 'Turn it on.' },
    },
  ],
  progress: {
    ...{ totalBytes: 4_000_000, encryptedBytes: 1_000_000, bytesPerSecond: 500_000, secondsLeft: 130, stuck: null },
    tablespaces: { done: 1, rekeying: 0, rotating: 1, plain: 1, never: 1, unknown: 0 },
  },
  logs: { total: 3, encrypted: 2, plain: 1, unknown: 0, plainFiles: ['binlog.000001'], action: 'Purge it.' },
  measuredAt: fixtureNow,
  ...over,
});
const section: EvidenceSection = {
  ...{ id: 'encryption', label: 'Encryption', outcome: 'fail', summary: '25 %, 3 min left', explanation: 'Why.' },
  ...{ facts: [], findings: [] },
};
const action = 'SET SESSION sql_log_bin = 0; ALTER TABLE `shop`.`never` ENCRYPTED=YES;';
const listed = [
  space('never', 'never', { note: 'ENCRYPTED=NO', action }),
  ...[space('plain', 'plain'), space('half', 'rotating', { encryptedBytes: 500_000 }), space('done', 'done')],
];
const answer = (over: Partial<EncryptionAnswer> = {}): EncryptionAnswer => ({
  ...{ migration: 'shop', source: null, target: side(), tablespaces: listed, total: listed.length, nextCursor: null },
  ...over,
});

let asked: string[];
let next: EncryptionAnswer;
beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
  next = answer();
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(new Response(JSON.stringify(next)));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function shown(given = answer()) {
  next = given;
  const detail = { name: 'shop', lastUpdated: null };
  const props = { detail, section, isFeedStale: false, connectedSince: fixtureNow, isPolling: false };
  const wrapper = mount(EncryptionSection, { props });
  await flushPromises();
  return wrapper;
}

describe('the section', () => {
  it('shows how far the target is, how fast it goes and how long it takes', async () => {
    const text = (await shown()).get('[data-role="target"]').text();
    expect(text).toContain('25 %');
    expect(text).toContain('1.0 MB of 4.0 MB encrypted');
    expect(text).toContain('500 kB/s over the last minutes, about 2 min 10 s left');
    expect(text).toContain('1 tablespace encrypted, 1 stay plain, 1 plain, 1 being encrypted');
  });

  it('lists what needs attention first, with the statement that encrypts it', async () => {
    const rows = (await shown())
      .findAll('[aria-label="tablespaces"] td[data-label="State"]')
      .map((cell) => cell.text());
    expect(rows).toEqual(['Stays plain', 'Plain', 'Encrypting', 'Encrypted']);
    expect((await shown()).text()).toContain(`ENCRYPTED=NO → ${action}`);
  });

  it('shows what lies beside the tables, and log files that are plain', async () => {
    const text = (await shown()).get('[aria-label="Beside the tables"]').text();
    expect(text).toContain('innodb_encrypt_log = OFF');
    expect(text).toContain('2 of 3 encrypted, 1 plain');
    expect(text).toContain('binlog.000001');
  });

  it('shows the GRANT, and no figure, where the account may not see it', async () => {
    const unknown = side({
      progress: null,
      reason: 'the account lacks the right',
      grants: ['GRANT PROCESS ON *.* TO x;'],
    });
    const wrapper = await shown(answer({ target: unknown, tablespaces: [], total: 0 }));
    const text = wrapper.get('[data-role="target"]').text();
    expect(text).toContain('Unknown. the account lacks the right');
    expect(text).toContain('GRANT PROCESS ON *.* TO x;');
    expect(text).not.toContain('%');
  });

  it('says that a size is unknown, never 0', async () => {
    const myisam = space('m', 'never', { sizeBytes: null, encryptedBytes: null });
    const wrapper = await shown(answer({ tablespaces: [myisam], total: 1 }));
    expect(wrapper.get('td[data-label="Size"]').text()).toBe('unknown');
    expect(wrapper.get('td[data-label="Encrypted"]').text()).toBe('unknown');
  });
});

describe('the store', () => {
  it('takes the progress of a tablespace from the socket without asking', async () => {
    await shown();
    const store = useEncryptionStore();
    const further = space('half', 'rotating', { encryptedBytes: 900_000 });
    store.receive({ migration: 'shop', source: null, target: side(), underWay: [further] });
    expect(store.tablespaces.find(({ name }) => name === 'shop/half')?.encryptedBytes).toBe(900_000);
    expect(store.tablespaces).toHaveLength(4);
    expect(asked).toHaveLength(1);
  });

  it('asks anew when a tablespace has changed its state', async () => {
    await shown();
    const store = useEncryptionStore();
    const progress = side().progress!;
    const target = side({ progress: { ...progress, tablespaces: { ...progress.tablespaces, done: 2, rotating: 0 } } });
    store.receive({ migration: 'shop', source: null, target, underWay: [] });
    await flushPromises();
    expect(asked).toHaveLength(2);
  });

  it('loads the next page behind what is shown', async () => {
    const wrapper = await shown(answer({ total: 5, nextCursor: 'abc' }));
    expect(wrapper.text()).toContain('Load 1 more');
    next = answer({ tablespaces: [space('last', 'done')], total: 5 });
    await useEncryptionStore().loadMore();
    expect(asked[1]).toContain('cursor=abc');
    expect(useEncryptionStore().tablespaces).toHaveLength(5);
  });

  it('says why there is no list', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('down')));
    expect((await shown()).text()).toContain('The tablespaces could not be loaded: The API does not answer.');
  });
});
