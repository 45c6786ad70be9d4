import { freezeLightIds, type FreezeLightId } from '@cutover/contracts';
import { StatementCancelled } from '@cutover/databases';
import { asSentence } from '../failures/as-sentence.js';
import { messageOf } from '../failures/message-of.js';
import { outcomeOf, type ProofOutcome } from './conclude-proof.js';
import type { LightEnd, ProofContext, ProofLight } from './lights/proof-context.js';
import { lookingAt } from './light-titles.js';
import { notAfter } from './lights/lights-at-end.js';
import { closingLook } from './lights/closing-look.js';

/** Without these being green, what follows would say nothing. */
const needed: ReadonlySet<FreezeLightId> = new Set(['source-still', 'target-reached']);

/**
 * Looks at the seven lights one after the other, and resolves with what they come to. A light that cannot be looked at is unknown,
 * with the reason. Rejects only when the proof was cancelled.
 */
export async function runProof(context: ProofContext, lights: readonly ProofLight[]): Promise<ProofOutcome> {
  const { board } = context;
  for (const light of lights) {
    const end = await lookAt(context, light);
    board.set(light.id, end);
    if (isRefusal(context, light.id, end) || (needed.has(light.id) && end.state !== 'green')) {
      skipAfter(context, light.id);
      break;
    }
  }
  await lookAgain(context);
  return outcomeOf(board.current.lights);
}

/**
 * Cutover does not freeze an application for a proof that cannot become green: without a sentinel row on the source none can
 * arrive. What it could not freeze it does not look at.
 */
function isRefusal({ board }: ProofContext, id: FreezeLightId, { state }: LightEnd): boolean {
  if (board.current.freeze.by !== 'cutover') return false;
  return (id === 'sentinel-written' && state !== 'green') || (id === 'source-frozen' && state === 'red');
}

async function lookAt(context: ProofContext, light: ProofLight): Promise<LightEnd> {
  const { board, signal } = context;
  try {
    signal.throwIfAborted();
    board.set(light.id, { state: 'running', message: lookingAt[light.id] });
    return await light.look(context);
  } catch (error) {
    return unlooked(error, signal);
  }
}

/** What was true of the lights when they were looked at may be so no more: the proof passes only on a look at all of them together. */
async function lookAgain(context: ProofContext): Promise<void> {
  const { board, signal } = context;
  // A proof that comes to nothing else needs the third light alone: what it says of a source that moved explains the others.
  if (board.light('source-still').state !== 'green') return;
  try {
    await closingLook(context);
  } catch (error) {
    board.set('source-still', unlooked(error, signal));
  }
}

function unlooked(error: unknown, signal: AbortSignal): LightEnd {
  if (signal.aborted || error instanceof StatementCancelled) throw error;
  const why = messageOf(error);
  return {
    state: 'unknown',
    message: asSentence(`It could not be looked at: ${why}`),
    action: 'Remove the reason, and start the proof again.',
  };
}

function skipAfter({ board }: ProofContext, id: FreezeLightId): void {
  for (const later of freezeLightIds.slice(freezeLightIds.indexOf(id) + 1))
    board.set(later, { state: 'waiting', message: notAfter(id) });
}
