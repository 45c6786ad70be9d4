import type { Lab } from '@cutover/lab';
import { configOf, labPair } from '../support/lab-pair.js';
import { readScenarios, type ExpectedTable, type Scenario } from '../support/scenario.js';
import { foundIn, raise, runSql, strike, withSettings } from '../support/scenario-stage.js';
import { has } from '../support/server-line.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const all = readScenarios();
const scenarios = all.filter(({ needs }) => has(needs));
const matched: ExpectedTable = { verdict: 'matched', missing: 0, extra: 0, changed: 0 };

let lab: Lab;
let shared: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  await raise(lab, scenarios);
  shared = await startVerifier(lab, configOf(lab, selectionOf(scenarios)));
});

afterAll(async () => {
  await shared?.close();
  await strike(lab, scenarios);
});

it('there is a scenario for every trap', () => {
  expect(all.length).toBeGreaterThanOrEqual(40);
});

for (const { name, needs } of all.filter((each) => !scenarios.includes(each)))
  it.skip(`${name} needs ${needs ?? ''}`, () => undefined);

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
  const expected = Object.entries(tables);
  if (breakSql !== null) {
    if (clean)
      await expectVerdicts(
        verifier,
        database,
        expected.map(([table, { definitionMatches }]) => [table, { ...matched, definitionMatches }] as const),
      );
    await runSql(lab, 'target', breakSql, { database });
  }
  await expectVerdicts(verifier, database, expected);
}

/** All tables at once: one that is judged wrongly must not hide the others. */
async function expectVerdicts(
  verifier: Verifier,
  database: string,
  tables: readonly (readonly [table: string, expected: ExpectedTable])[],
): Promise<void> {
  const found: Record<string, object> = {};
  for (const [table, expected] of tables) {
    let chunks = 0;
    const verification = await verifier.verify(`${database}.${table}`, { onChunk: () => void (chunks += 1) });
    const hasTooManyChunks = chunks > (expected.maxChunks ?? Infinity);
    found[table] = { hasTooManyChunks, ...foundIn(verification, expected) };
  }
  expect(found).toEqual(Object.fromEntries(tables.map(([table, expected]) => [table, wanted(expected)])));
}

function wanted({ verdict, missing, extra, changed, keys, ...rest }: ExpectedTable): object {
  return {
    ...{ verdict, missing, extra, changed, hasTooManyChunks: false },
    reason: verdict === 'matched' ? null : expect.stringMatching(rest.reasonMatches ?? '.'),
    definition: rest.definitionMatches === undefined ? '' : expect.stringMatching(rest.definitionMatches),
    ...(rest.noteMatches === undefined ? {} : { notes: expect.stringMatching(rest.noteMatches) }),
    ...(rest.mode === undefined ? {} : { mode: rest.mode }),
    ...(keys === undefined ? {} : { keys: [...keys].sort() }),
    ...(rest.columns === undefined ? {} : { columns: rest.columns }),
  };
}
