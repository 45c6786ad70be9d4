import { Injectable } from '@nestjs/common';
import { ConnectionsService } from '../../connections/connections.service.js';
import { ProofService } from '../../proof/proof.service.js';
import { ask } from '../../proof/question.js';
import type { ChecksumFinding } from './comparison-frame.js';
import { definitionVerdict } from './prove-definitions.js';
import type { RowValues, SequencePlan } from './table-plan.js';
import type { TableWork } from './table-work.js';

type State = RowValues | null;
type Aspect = keyof SequencePlan['words'];

const modeReason = 'A sequence shows its newest value in every snapshot';
const note =
  'A sequence: proved is that the target gives no value that the source gave before, and that all else of it is equal';

/**
 * Compares a sequence as what it is: a generator, not a row. Taking a value is never undone and shows in every snapshot at
 * once, so it belongs to no position. What matters at a cutover is that the next value of the target is not before that of the
 * source, and this is proved by reading one side after the other.
 */
@Injectable()
export class SequenceChecksum {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
  ) {}

  /** Rejects only when aborted. */
  async compare(work: TableWork, sequence: SequencePlan): Promise<ChecksumFinding> {
    const { frame, table, log, plan, ddl, chunkTimeoutMs: timeoutMs } = work;
    // A value is seen before it is in the binary log, so the target is measured by the oldest reading, not by ever newer ones.
    let first: State = null;
    const differing = (source: State, target: State): Aspect[] => {
      if (source === null || target === null) return source === target ? [] : ['state'];
      if (!sequence.isSame(source, target)) return ['settings'];
      first ??= source;
      return sequence.isBefore(target, first) ? ['state'] : [];
    };
    const servers = {
      source: this.connections.get(frame.migration, 'source'),
      target: this.connections.get(frame.migration, 'target'),
    };
    await ddl.begin();
    const proof = await ddl.undisturbed(() =>
      this.proof.prove<State, Aspect>(
        frame.migration,
        table,
        {
          read: (role, signal) => ask(servers, role, sequence.state, { timeoutMs, signal }),
          differing,
          // The source may go on meanwhile: that changes nothing about its first reading.
          moved: (before, after) => (before && after && sequence.isSame(before, after) ? [] : ['state', 'settings']),
          describe: ([aspect]) => sequence.words[aspect ?? 'state'],
        },
        frame,
      ),
    );
    const { verdict, source, target, position } = proof;
    if (verdict === 'diverged') {
      const copy = (side: string): { digest: string; onTarget: bigint } => ({ digest: side, onTarget: 0n });
      const about = { key: [], position };
      if (source !== null)
        await log.add({ ...about, kind: 'missing', copy: copy('source'), source, target: null }, plan);
      if (target !== null) await log.add({ ...about, kind: 'extra', copy: copy('target'), source: null, target }, plan);
    }
    const differences = { ...log.counts, complete: verdict === 'diverged' };
    return { ...definitionVerdict(proof, 'sandwich'), modeReason, differences, notes: [note] };
  }
}
