import type { AlertPage, Finding, FindingList, MigrationDetail } from '@cutover/contracts';
import { postgresBreakNames, type PostgresBreakName, type PostgresLab } from '@cutover/lab';
import { alertTypeOf } from '../../src/evidence/check.js';
import { attestDisk } from './attest-disk.js';
import { eventually } from './eventually.js';
import { postgresPair } from './postgres-pair.js';
import { symptoms, type Symptoms } from './postgres-symptoms.js';
import { startProduct, type Product } from './product.js';

/** The product on a PostgreSQL pair that is broken and mended. */
export interface BreakStage {
  readonly lab: PostgresLab;
  readonly product: Product;
  detail(): Promise<MigrationDetail>;
  firing(): Promise<AlertPage['alerts']>;
  /** Whether the target follows without lag, no alert fires, and the answer is safe. */
  isSound(): Promise<boolean>;
}

/** Starts the product on the pair of this worker, and waits until it finds it sound. */
export async function startBreakStage(): Promise<BreakStage> {
  const lab = await postgresPair();
  const product = await startProduct(lab);
  await attestDisk(product);
  const detail = (): Promise<MigrationDetail> => product.get('/api/migrations/shop');
  const firing = async (): Promise<AlertPage['alerts']> =>
    (await product.get<AlertPage>('/api/alerts?state=firing&limit=200')).alerts;
  const isSound = async (): Promise<boolean> => {
    const { replicaLag, verdict } = await detail();
    const isIdle = replicaLag?.state === 'idle' && replicaLag.seconds === 0;
    return isIdle && verdict.answer === 'safe' && (await firing()).length === 0;
  };
  await eventually('the untouched pair is sound', isSound);
  return { lab, product, detail, firing, isSound };
}

/** Breaks that one file tries. */
export function breaksOf(file: Symptoms['file']): PostgresBreakName[] {
  return postgresBreakNames.filter((name) => symptoms[name].file === file);
}

/** Breaks the pair, waits until all of it shows, mends it, and waits until nothing shows. */
export async function showBreak(stage: BreakStage, name: PostgresBreakName): Promise<void> {
  const { lab, detail, firing, isSound } = stage;
  const { check, isQuiet, alsoFires = [], message, action, answer, state = 'idle' } = symptoms[name];
  const fits = (said: Pick<Finding, 'message' | 'action'>): boolean =>
    message.test(said.message) && action.test(said.action);
  await lab.break(name);
  try {
    // What it says may become more precise with the next reading.
    const finding = await eventually(`${name}: ${check} says ${message}, and to do ${action}`, async () =>
      (await findings(stage)).find((each) => each.check === check && fits(each)),
    );
    // No word of another engine.
    expect(finding.message + finding.action).not.toMatch(
      /SLAVE|REPLICA STATUS|CHANGE MASTER|gtid|binlog|3306|channel/i,
    );
    if (isQuiet) expect(await firing()).toEqual([]);
    else await eventually(`${name}: its alert, with the same words`, async () => (await firing()).find(fits));
    const others = (await firing())
      .map(({ type }) => type)
      .filter((type) => type !== alertTypeOf(check) && !alsoFires.includes(type));
    expect(others).toEqual([]);
    await eventually(`${name}: the answer is ${answer}`, async () => (await detail()).verdict.answer === answer);
    // Of a warning the answer tells nothing.
    if (answer !== 'safe') expect((await detail()).verdict.reasons.map((reason) => reason.check)).toContain(check);
    if (check !== 'connection-lost') expect((await detail()).replicaLag?.state).toBe(state);
  } finally {
    await lab.mend(name);
  }
  await eventually(`${name}: sound again`, isSound);
  await eventually(`${name}: no finding of ${check}`, async () =>
    (await findings(stage)).every((each) => each.check !== check),
  );
}

/** What is wrong, and what cannot be told. */
async function findings({ product }: BreakStage): Promise<Finding[]> {
  const told = await product.get<FindingList>('/api/migrations/shop/findings');
  return told.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
}
