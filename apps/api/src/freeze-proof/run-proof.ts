import { freezeLightIds, type FreezeLightId, type FreezeProofState } from '@cutover/contracts';
import { StatementCancelled } from '@cutover/databases';
import { asSentence } from '../failures/as-sentence.js';
import { messageOf } from '../failures/message-of.js';
import { outcomeOf } from './conclude-proof.js';
import type { LightEnd, ProofContext, ProofLight } from './lights/proof-context.js';
import { stillThere } from './lights/source-still.light.js';

/** Without these being green, what follows would say nothing. */
const needed: ReadonlySet<FreezeLightId> = new Set(['source-still', 'target-reached']);

/**
 * Looks at the seven lights one after the other, and resolves with what they come to. A light that cannot be looked at is unknown,
 * with the reason. Rejects only when the proof was cancelled.
 */
export async function runProof(context: ProofContext, lights: readonly ProofLight[]): Promise<FreezeProofState> {
  const { board } = context;
  for (const light of lights) {
    const end = await lookAt(context, light);
    board.set(light.id, end);
    const isRefusal = light.id === 'source-frozen' && end.state === 'red' && board.current.freeze.by === 'cutover';
    if (isRefusal || (needed.has(light.id) && end.state !== 'green')) {
      skipAfter(context, light.id);
      break;
    }
  }
  await lookAgain(context);
  return outcomeOf(board.current.lights);
}

async function lookAt(context: ProofContext, light: ProofLight): Promise<LightEnd> {
  const { board, signal } = context;
  try {
    signal.throwIfAborted();
    board.set(light.id, { state: 'running', message: 'Looking.' });
    return await light.look(context);
  } catch (error) {
    return unlooked(error, signal);
  }
}

/** A source that moved after the third light makes worthless what was looked at since. */
async function lookAgain(context: ProofContext): Promise<void> {
  const { board, signal } = context;
  if (board.light('source-still').state !== 'green') return;
  try {
    const moved = await stillThere(context);
    if (moved !== null) board.set('source-still', moved);
    else if (board.current.freeze.by === 'cutover' && !board.current.freeze.isHeld)
      board.set('source-frozen', {
        state: 'red',
        message: `The lock on the source was released before the proof had ended: ${board.current.freeze.released ?? 'its connection was lost'}.`,
        action: 'Raise readiness.freezeBudgetSeconds, or find out what took so long, and start again.',
      });
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
    board.set(later, {
      state: 'waiting',
      message: `Not looked at, because light ${freezeLightIds.indexOf(id) + 1} is not green.`,
    });
}
