import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { told } from '../support/scenario-found.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

let lab: Lab;
let twin: TwinDatabase;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_rights');
  await twin.both(
    'CREATE TABLE same (id INT PRIMARY KEY, v VARCHAR(20))',
    'CREATE TABLE other (id INT PRIMARY KEY, v VARCHAR(20))',
    'CREATE TABLE bag (a INT, b INT)',
    ...['same', 'other'].map((table) => `INSERT INTO ${table} SELECT seq, CONCAT('v', seq) FROM seq_1_to_500`),
    'INSERT INTO bag VALUES (1, 1), (1, 1), (2, NULL)',
  );
  await twin.only(
    'target',
    "UPDATE other SET v = 'V7' WHERE id = 7",
    'DELETE FROM other WHERE id = 8',
    "INSERT INTO other VALUES (501, 'more')",
  );
});

afterAll(async () => {
  await twin?.drop();
});

/** What each account may do, and what follows from it. */
const accounts: readonly {
  name: string;
  grants: Record<Role, string[]>;
  mode: string;
  /** What the result says is missing. */
  why: RegExp | null;
}[] = [
  {
    name: 'with SELECT on the tables and nothing else',
    grants: { source: ['SELECT ON exact_rights.*'], target: ['SELECT ON exact_rights.*'] },
    mode: 'sandwich',
    why: /run there SET SESSION sql_log_bin = 0; GRANT SELECT ON `mysql`\.`gtid_slave_pos` TO 'exact_rights'@'%';/,
  },
  {
    name: 'that may read the applied position, without BINLOG MONITOR on the source',
    grants: {
      source: ['SELECT ON exact_rights.*'],
      target: ['SELECT ON exact_rights.*', 'SELECT ON mysql.gtid_slave_pos'],
    },
    mode: 'sandwich',
    why: /run there SET SESSION sql_log_bin = 0; GRANT BINLOG MONITOR ON \*\.\* TO 'exact_rights'@'%';/,
  },
  {
    name: 'without a replication right on the target (no SLAVE MONITOR, no BINLOG MONITOR)',
    grants: {
      source: ['SELECT ON exact_rights.*', 'BINLOG MONITOR ON *.*'],
      target: ['SELECT ON exact_rights.*', 'SELECT ON mysql.gtid_slave_pos'],
    },
    mode: 'snapshot',
    why: null,
  },
];

describe.each(accounts)('an account $name', ({ grants, mode, why }) => {
  it('proves what is equal, names what is not, and says in which mode', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'exact_rights', grants);
    try {
      await withVerifier(endpoints, (verifier) => expectVerdicts(verifier, mode, why));
    } finally {
      await drop();
    }
  });
});

it("the lab's least-privileged account gets the best mode", async () => {
  const endpoints = { source: endpointOf(lab, 'source'), target: endpointOf(lab, 'target') };
  await withVerifier(endpoints, (verifier) => expectVerdicts(verifier, 'snapshot', null));
});

it.each([
  ['source', 'no right on the table', ['SELECT ON exact_rights.same'], ['SELECT ON exact_rights.*']],
  ['target', 'no right on the table', ['SELECT ON exact_rights.*'], ['SELECT ON exact_rights.same']],
  ['source', 'no right on one column', ['SELECT (id) ON exact_rights.other'], ['SELECT ON exact_rights.*']],
  ['target', 'no right on one column', ['SELECT ON exact_rights.*'], ['SELECT (id) ON exact_rights.other']],
])(
  'an account with, on the %s, %s leaves the table unverified and says what to grant',
  async (role, _, source, target) => {
    const { drop, ...endpoints } = await createAccount(lab, 'exact_rights', { source, target });
    try {
      await withVerifier(endpoints, async (verifier) => {
        const { finding, differences } = await verifier.verify('exact_rights.other');
        expect(finding).toMatchObject({
          verdict: 'unverified',
          reason: expect.stringMatching(
            /run there SET SESSION sql_log_bin = 0; GRANT SELECT ON .* TO 'exact_rights'@'%';/,
          ),
        });
        expect(finding.reason).toContain(role);
        expect(differences).toEqual([]);
      });
    } finally {
      await drop();
    }
  },
);

async function withVerifier(
  endpoints: Pick<Parameters<typeof configOf>[1] & object, 'source' | 'target'>,
  work: (verifier: Verifier) => Promise<void>,
): Promise<void> {
  const verifier = await startVerifier(lab, configOf(lab, { ...endpoints, databases: [twin.name] }));
  try {
    await work(verifier);
  } finally {
    await verifier.close();
  }
}

async function expectVerdicts(verifier: Verifier, mode: string, why: RegExp | null): Promise<void> {
  const modeReason = why === null ? undefined : (expect.stringMatching(why) as string);
  for (const table of ['same', 'bag']) {
    const { finding } = await verifier.verify(`exact_rights.${table}`);
    const { verdict, reason } = finding;
    expect({ table, verdict, reason, mode: finding.mode, modeReason: finding.modeReason }).toEqual({
      ...{ table, verdict: 'matched', reason: undefined, mode, modeReason },
    });
  }
  const { finding, differences } = await verifier.verify('exact_rights.other');
  expect({ verdict: finding.verdict, mode: finding.mode, modeReason: finding.modeReason }).toEqual({
    ...{ verdict: 'diverged', mode, modeReason },
  });
  expect(differences.map(told).sort()).toEqual(['changed 7', 'extra 501', 'missing 8']);
}
