import { askBounds, markAt, markFacts, type LightEnd, type ProofLight } from './proof-context.js';

/**
 * Light 7. The position of the target is read between two looks for writes of its own: what is captured lies before any of
 * them. Where the target was written already it refuses, because a position taken after that would lose those rows on the
 * way back.
 */
export const targetCaptured: ProofLight = {
  id: 'target-captured',
  async look(context) {
    const { board, dialect, source, target, clock } = context;
    const bounds = askBounds(context);
    const before = await dialect.foreignOn(target, source, bounds);
    if (before !== null) return foreign(before, dialect.statements.closeTarget);
    const { mark, guard, guardText, isLogged, logGrant, server } = await dialect.readTarget(
      target,
      bounds,
      context.watched,
    );
    const after = await dialect.foreignOn(target, source, bounds);
    if (after !== null) return foreign(after, dialect.statements.closeTarget);
    const { target: first } = board.current.servers;
    if (first === null) board.patch({ servers: { ...board.current.servers, target: server } });
    else if (server !== first) return otherTarget;
    if (mark === null) return unknown('The target has no position to capture.', dialect.advice.noPosition);
    if (guard !== 'ordinary' && guard !== 'all' && isLogged !== true)
      return unknown(
        `Whether the target was written already cannot be known (${guardText ?? 'whether it refuses writes is unknown'}, and nothing tells its writes from what it applies).`,
        dialect.advice.unguarded,
      );
    const captured = markAt(mark, clock);
    board.patch({ captured });
    return {
      state: 'green',
      message: `The target stood at ${captured.position}, and nobody had written to it: the way back begins there.`,
      evidence: [
        ...markFacts('Captured', captured),
        { label: 'Its own binary log', value: captured.logged, hint: logGrant },
        { label: 'Setting of the target', value: guardText, hint: guard === 'none' ? 'it takes writes already' : null },
      ],
    };
  },
};

/** What was seen of the target before was seen of another. */
const otherTarget: LightEnd = {
  state: 'red',
  message: 'Another server answers by the name of the target than at the start of the proof.',
  action: 'See that Cutover connects to the target directly, and start the proof again.',
};

function foreign(gtids: string, freeze: string): LightEnd {
  return {
    state: 'red',
    message: `The target had taken writes of its own before its position could be captured: ${gtids}.`,
    action:
      'Do not switch: going back would lose these rows. Run this on the target, so that nobody else writes there; docs/errant-transactions.md says what to do with the rows. Then start again.',
    statement: freeze,
  };
}

function unknown(message: string, action: string): LightEnd {
  return { state: 'unknown', message, action };
}
