import type { ReplicationPositionService, WaitOutcome } from '../../replication/replication-position.service.js';
import type { FreezeStatements } from '../freeze-proof-dialect.js';
import { askBounds, markAt, markFacts, type LightEnd, type ProofLight } from './proof-context.js';

/** Light 4. Waits for what is left of the freeze budget. */
export function targetReached(positions: ReplicationPositionService): ProofLight {
  return {
    id: 'target-reached',
    async look(context) {
      const { board, budget, migration, dialect, target, clock, signal } = context;
      const wanted = board.current.source?.position;
      if (wanted === undefined) throw new Error('The position of the source is not known');
      board.set('target-reached', { state: 'running', message: `Waiting for the target to reach ${wanted}.` });
      const startMs = clock.monotonicMs();
      const outcome = await positions.waitForTarget(migration.name, wanted, { timeoutMs: budget.leftMs, signal });
      const tookMs = clock.monotonicMs() - startMs;
      const { mark } = await dialect.readTarget(target, askBounds(context), context.watched);
      const evidence = [
        { label: 'Position of the source', value: wanted, hint: null },
        ...(mark === null ? [] : markFacts('Position of the target', markAt(mark, clock))),
        { label: 'Waited', value: `${(tookMs / 1000).toFixed(1)} s`, hint: null },
      ];
      return { ...ends[outcome](budget.seconds, dialect.statements), evidence };
    },
  };
}

const ends: Readonly<Record<WaitOutcome, (budgetSeconds: number, statements: FreezeStatements) => LightEnd>> = {
  reached: () => ({ state: 'green', message: 'The target has applied everything up to the position of the source.' }),
  'not-reached': (seconds) => ({
    state: 'red',
    message: `The target did not reach the position of the source within the freeze budget of ${seconds} s.`,
    action: 'Let the application write to the source again, wait until the target has caught up, and start again.',
  }),
  'replication-stopped': (_, { startReplication }) => ({
    state: 'red',
    message: 'Replication on the target was stopped, so it could not reach the position of the source.',
    action:
      'The page of the migration says why it stopped. Mend that, run this on the target, and start the proof again.',
    statement: startReplication,
  }),
};
