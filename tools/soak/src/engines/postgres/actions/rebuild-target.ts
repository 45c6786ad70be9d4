import { copyAnew } from '@cutover/lab';
import { plant } from '../../../actions/plant-row.js';
import type { Action } from '../../../stage/stage.js';
import type { PostgresStage } from '../postgres-stage.js';
import { endPrepared } from '../prepared.js';

/** The target is made anew: subscription and slot are dropped, and every table is copied once more; half the time a row is lost. */
export const rebuildTarget: Action<PostgresStage> = {
  name: 'rebuild-target',
  weight: 0.7,
  async run(stage) {
    if (stage.undos.isOpen('replication-stopped')) return null;
    return rebuild(stage, stage.random.chance(0.5));
  },
};

/** Makes the target anew. Nothing differs afterwards, unless a row is to be lost. */
export async function rebuild(stage: PostgresStage, losesRow: boolean): Promise<string> {
  const { lab, pair, oracle, load, random } = stage;
  await load.pause();
  await endPrepared(pair);
  const fromMs = Date.now();
  const disturbance = oracle.quiet.disturb(fromMs);
  const whole = oracle.truth.tables.map((table) => oracle.truth.begin(table, null, 'being rebuilt', fromMs));
  const standing = oracle.truth.standing();
  for (const each of standing) each.ending(fromMs);
  await copyAnew(lab, lab.place.state, { isEnabled: true });
  await lab.catchUp();
  const copiedMs = Date.now();
  for (const each of [...whole, ...standing]) each.ended(copiedMs);
  const lost = losesRow ? await plant(stage, random.pick(oracle.truth.tables), 'missing') : null;
  await stage.confirmations.look();
  const toMs = Date.now();
  oracle.truth.voidings.push({ what: 'the target was rebuilt', fromMs, toMs });
  disturbance.over(toMs);
  load.resume();
  return lost === null ? 'complete' : `without ${lost.describe()}`;
}
