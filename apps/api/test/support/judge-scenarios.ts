import type { CutoverConfig } from '../../src/config/config.schema.js';
import type { AnyLab } from '@cutover/lab';
import { readScenarios, type ExpectedTable, type Scenario, type ScenarioFamily } from './scenario.js';
import { foundIn } from './scenario-found.js';
import { has } from './server-line.js';
import { startVerifier, type Verifier } from './verifier.js';

/** How the scenarios of a family come to a pair of its servers. */
export interface ScenarioStage {
  family: ScenarioFamily;
  /** The pair, in order, with nothing to catch up on. */
  open(): Promise<AnyLab>;
  /** Sets up all scenarios: source.sql through replication, target.sql on the target alone. */
  raise(scenarios: readonly Scenario[]): Promise<void>;
  strike(scenarios: readonly Scenario[]): Promise<void>;
  /** A configuration that watches these databases (or schemas) whole, and these tables. */
  configOf(selection: { databases: string[]; tables: string[] }): CutoverConfig;
  /** Runs a file on the target alone. */
  breakTarget(sql: string, scenario: Scenario): Promise<void>;
  /** Sets global variables of both servers for the time of `work`. */
  withSettings(settings: Readonly<Record<string, number>>, work: () => Promise<void>): Promise<void>;
  /** Repairs what was found to differ with the script of the product, where the family has one; absent: it is not tried. */
  repair?(table: string, verifier: Verifier): Promise<void>;
}

const matched: ExpectedTable = { verdict: 'matched', missing: 0, extra: 0, changed: 0 };

/** Tests that every scenario of a family is judged as it must be. */
export function judgeScenarios(stage: ScenarioStage): void {
  const all = readScenarios(stage.family);
  const scenarios = all.filter(({ needs }) => has(needs));
  let lab: AnyLab | undefined;
  let shared: Verifier | undefined;

  beforeAll(async () => {
    lab = await stage.open();
    await stage.raise(scenarios);
    shared = await startVerifier(lab, stage.configOf(selectionOf(scenarios)));
  });

  afterAll(async () => {
    await shared?.close();
    await stage.strike(scenarios);
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
        if (lab === undefined || shared === undefined) throw new Error('There is no pair');
        const pair = lab;
        if (Object.keys(scenario.settings).length === 0) return judge(stage, scenario, shared);
        return stage.withSettings(scenario.settings, async () => {
          // Only a connection of its own sees a global variable.
          const own = await startVerifier(pair, stage.configOf(selectionOf([scenario])));
          try {
            await judge(stage, scenario, own);
          } finally {
            await own.close();
          }
        });
      });
    },
  );
}

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

async function judge(stage: ScenarioStage, scenario: Scenario, verifier: Verifier): Promise<void> {
  const { database, tables, breakSql, clean, isRepaired } = scenario;
  const expected = Object.entries(tables);
  const sound = expected.map(([table, { definitionMatches }]) => [table, { ...matched, definitionMatches }] as const);
  if (breakSql !== null) {
    if (clean) await expectVerdicts(verifier, database, sound);
    await stage.breakTarget(breakSql, scenario);
  }
  await expectVerdicts(verifier, database, expected);
  if (stage.repair === undefined || !isRepaired) return;
  const differing = expected.filter(([, { verdict }]) => verdict === 'diverged');
  for (const [table] of differing) await stage.repair(`${database}.${table}`, verifier);
  await expectVerdicts(
    verifier,
    database,
    sound.filter(([table]) => differing.some(([name]) => name === table)),
  );
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
