import type { Lab } from '@cutover/lab';
import { configOf, labPair } from '../support/lab-pair.js';
import { readScenarios, type ExpectedTable, type Scenario } from '../support/scenario.js';
import { foundIn, raise, runSql, strike, withSettings } from '../support/scenario-stage.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const scenarios = readScenarios();
const matched: ExpectedTable = { verdict: 'matched', missing: 0, extra: 0, changed: 0 };

let lab: Lab;
let shared: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  await raise(lab, scenarios);
  shared = await startVerifier(lab, configOf(lab, selectionOf(scenarios)));
}, 180_000);

afterAll(async () => {
  await shared?.close();
  await strike(lab, scenarios);
}, 60_000);

it('there is a scenario for every trap', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(40);
});

describe.each(scenarios.map((scenario) => ({ ...scenario, label: `${scenario.name}: ${scenario.trap}` })))(
  '$label',
  (scenario) => {
    it('is judged as it must be, and reports nothing before it is broken', async () => {
      if (Object.keys(scenario.settings).length === 0) return judge(scenario, shared);
      return withSettings(lab, scenario.settings, async () => {
        // Only a connection of its own sees a global variable.
        const own = await startVerifier(lab, configOf(lab, selectionOf([scenario])));
        try {
          await judge(scenario, own);
        } finally {
          await own.close();
        }
      });
    });
  },
);

/** Views are watched only where the configuration names them. */
function selectionOf(wanted: readonly Scenario[]): { databases: string[]; tables: string[] } {
  return {
    databases: wanted.map(({ database }) => database),
    tables: wanted.flatMap(({ database, tables }) =>
      Object.entries(tables).flatMap(([table, { verdict }]) =>
        verdict === 'unverified' ? [`${database}.${table}`] : [],
      ),
    ),
  };
}

async function judge({ database, tables, breakSql, clean }: Scenario, verifier: Verifier): Promise<void> {
  if (breakSql !== null) {
    if (clean) for (const table of Object.keys(tables)) await expectVerdict(verifier, `${database}.${table}`, matched);
    await runSql(lab, 'target', breakSql, { database });
  }
  for (const [table, expected] of Object.entries(tables))
    await expectVerdict(verifier, `${database}.${table}`, expected);
}

async function expectVerdict(verifier: Verifier, table: string, expected: ExpectedTable): Promise<void> {
  const { verdict, missing, extra, changed, reasonMatches, noteMatches, mode, keys, columns, maxMs } = expected;
  const startMs = performance.now();
  const verification = await verifier.verify(table);
  const tookMs = performance.now() - startMs;
  expect({ table, ...foundIn(verification, expected) }).toEqual({
    ...{ table, verdict, missing, extra, changed },
    reason: verdict === 'matched' ? null : expect.stringMatching(reasonMatches ?? '.'),
    ...(noteMatches === undefined ? {} : { notes: expect.stringMatching(noteMatches) }),
    ...(mode === undefined ? {} : { mode }),
    ...(keys === undefined ? {} : { keys: [...keys].sort() }),
    ...(columns === undefined ? {} : { columns }),
  });
  if (maxMs !== undefined) expect(tookMs).toBeLessThan(maxMs);
}
