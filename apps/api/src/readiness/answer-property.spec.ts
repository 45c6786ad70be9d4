import type { Engine } from '@cutover/contracts';
import { allChecks } from '../../test/support/all-checks.js';
import { SeededRandom } from '../../test/support/scenario-random.js';
import {
  checksum,
  checksumsOf,
  consistency,
  server,
  someEvidence,
  watching,
} from '../../test/support/some-evidence.js';
import type { CheckReading, Found } from '../evidence/check.js';
import { judge, type JudgedCheck, type PlacedCheck } from '../judgement/judge.js';
import { foldFindings, type Answer } from './fold.js';

const engines: Engine[] = ['mariadb', 'mysql', 'postgres'];
const tables = ['shop.a', 'shop.b'];
const evidence = someEvidence();
const targetAway = someEvidence({
  connection: { source: server(), target: server({ state: 'down' }), sameServer: false },
});

type Said = Found['outcome'] | 'pass' | 'silent' | 'broken';
const everySaid: Said[] = ['fail', 'unknown', 'pass', 'silent', 'broken'];
const firstSaid: Said[][] = [['fail'], ['unknown'], ['fail', 'unknown'], ['unknown', 'fail']];

/** A check of the product whose judgement is given: its place, what it blocks and how it says things together stay its own. */
function saying({ check, section }: PlacedCheck, said: readonly Said[]): PlacedCheck {
  const found = said.flatMap((outcome, index): Found[] => {
    const table = tables[index % tables.length]!;
    const common = { severity: 'WARNING' as const, message: `${check.id} ${table}`, action: 'Mend it.', evidence: 'x' };
    return outcome === 'fail' || outcome === 'unknown'
      ? [{ ...common, subject: table, outcome, tables: [table], reason: check.id }]
      : [];
  });
  const judgeGiven = (): CheckReading => {
    if (said.includes('broken')) throw new Error('a fault of ours');
    return { found, rest: said.includes('silent') ? 'unknown' : 'pass', otherwise: () => ({ kind: 'unknown' }) };
  };
  return { check: { ...check, judge: judgeGiven }, section };
}

/** By what was given alone: nothing of the code that is tested. */
function expected(checks: readonly PlacedCheck[], saids: readonly (readonly Said[])[]): Answer['answer'] {
  let isUnknown = false;
  for (const [index, { check }] of checks.entries()) {
    const said = saids[index]!;
    const isBroken = said.includes('broken');
    if (!isBroken && said.includes('fail') && check.blocks !== 'never') return 'not-safe';
    if (isBroken ? check.blocks !== 'never' : said.includes('unknown') && check.blocks === 'unless-passed')
      isUnknown = true;
    const isSilent = said.includes('silent') && !said.includes('fail') && !said.includes('unknown');
    if (isSilent && check.blocks === 'unless-passed') isUnknown = true;
  }
  return isUnknown ? 'cannot-tell' : 'safe';
}

/** What is wrong with the answer or its reasons, in words; null: nothing. One string, so that thousands of cases are one claim. */
function faultOf(judgedChecks: readonly JudgedCheck[]): string | null {
  const { answer, reasons } = foldFindings(judgedChecks);
  const open = judgedChecks.flatMap(({ findings }) => findings).filter(({ blocks }) => blocks);
  if ((answer === 'safe') !== (open.length === 0)) return `${answer} with ${open.length} blocking findings`;
  if (reasons.length > 0 !== (answer !== 'safe')) return `${answer} for ${reasons.length} reasons`;
  if (reasons.some(({ blocks }) => !blocks)) return 'a reason that does not block';
  const named = new Set(reasons.filter(({ outcome }) => outcome === 'fail').flatMap((reason) => reason.tables));
  const failures = open.filter(({ outcome }) => outcome === 'fail');
  const unnamed = failures.flatMap((failure) => failure.tables.filter((table) => !named.has(table)));
  return unnamed.length === 0 ? null : `no failure that blocks names ${unnamed.join()}`;
}

/** Judges what was given; null: the answer is the expected one, and its reasons fit. */
function faultIn(checks: readonly PlacedCheck[], saids: readonly (readonly Said[])[]): string | null {
  const judgedChecks = judge(checks, evidence, 0, () => undefined);
  const { answer } = foldFindings(judgedChecks);
  const wanted = expected(checks, saids);
  return answer === wanted ? faultOf(judgedChecks) : `${answer}, and not ${wanted}`;
}

describe.each(engines)('the answer on %s', (engine) => {
  const checks = allChecks(engine);

  it('follows every check and every outcome, behind whatever an earlier check says of the same table', () => {
    const faults: string[] = [];
    for (const [index, later] of checks.entries())
      for (const earlier of checks.slice(0, index))
        for (const first of firstSaid)
          for (const second of everySaid) {
            const fault = faultIn([saying(earlier, first), saying(later, [second])], [first, [second]]);
            if (fault !== null)
              faults.push(`${earlier.check.id} ${first.join()}, ${later.check.id} ${second}: ${fault}`);
          }
    expect(faults).toEqual([]);
  });

  it('follows what all checks say at once, in any mixture', () => {
    const random = new SeededRandom(20260101);
    const faults: string[] = [];
    for (let round = 0; round < 300; round += 1) {
      // Most pass: otherwise every mixture has a failure.
      const saids = checks.map(() => tables.map(() => (random.chance(0.97) ? 'pass' : random.pick(everySaid))));
      const all = checks.map((each, index) => saying(each, saids[index]!));
      const fault = faultIn(all, saids) ?? faultOf(judge(all, targetAway, 0, () => undefined));
      if (fault !== null) faults.push(`round ${round}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it('is never safe where a table without a key was changed, whatever is known of it', () => {
    const { tables: catalog } = watching(...tables);
    const keyless = {
      ...catalog,
      tables: catalog.tables.map((table) =>
        table.id === 'shop.b' && table.source && table.target
          ? {
              ...table,
              source: { ...table.source, primaryKey: [] },
              target: { ...table.target, primaryKey: [] },
            }
          : table,
      ),
    };
    const verdicts = ['matched', 'lagging', 'diverged', 'unverified'] as const;
    for (const rows of verdicts)
      for (const counts of verdicts)
        for (const definitionDifferences of [[], ['column b: default']]) {
          const known = someEvidence({
            tables: keyless,
            checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', rows, { definitionDifferences })),
            consistency: [consistency('shop.a', 'matched'), consistency('shop.b', counts)],
          });
          const nowMs = Date.parse('2026-01-01T00:00:01.000Z');
          const judgedChecks = judge(checks, known, nowMs, (_, error) => expect(error).toBeUndefined());
          expect(faultOf(judgedChecks)).toBeNull();
          const { answer, reasons } = foldFindings(judgedChecks);
          if (rows !== 'diverged' && definitionDifferences.length === 0) continue;
          expect([rows, counts, answer]).toEqual([rows, counts, 'not-safe']);
          expect(reasons.filter(({ outcome }) => outcome === 'fail').flatMap((reason) => reason.tables)).toContain(
            'shop.b',
          );
        }
  });
});
