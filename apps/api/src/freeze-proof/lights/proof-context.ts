import type { FreezeLight, FreezeLightId, PositionMark, StartFreezeProof } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { MigrationConfig } from '../../config/config.schema.js';
import type { Clock } from '../../platform/clock.js';
import type { FreezeBudget } from '../freeze-budget.js';
import type { FreezeProofDialect, ServerMark, SideReading, WatchedScope } from '../freeze-proof-dialect.js';
import type { LightChange, ProofBoard } from '../proof-board.js';

/** What every light works with. */
export interface ProofContext {
  migration: MigrationConfig;
  request: StartFreezeProof;
  dialect: FreezeProofDialect;
  source: ServerConnection;
  target: ServerConnection;
  watched: WatchedScope;
  board: ProofBoard;
  budget: FreezeBudget;
  clock: Clock;
  /** The source process that light 3 read; null: not read yet. */
  sourceServer: { first: (Pick<SideReading, 'server' | 'uptimeSeconds'> & { atMs: number }) | null };
  /** Asks whether our lock on the source still stands; where it does not, the board knows afterwards. Never rejects. */
  confirmLock(): Promise<void>;
  /** Aborted when the proof is cancelled, or Cutover stops. */
  signal: AbortSignal;
  /** `readiness.freezeProof.sentinelTable`, or the name to be used by hand. */
  sentinel: { table: string; isConfigured: boolean; token: string };
}

/** How a light ended. */
export interface LightEnd extends LightChange {
  state: 'green' | 'red' | 'unknown';
  message: string;
}

/** One light: resolves when it has ended. Rejects where a server cannot be asked, which makes it unknown. */
export interface ProofLight {
  readonly id: FreezeLightId;
  look(context: ProofContext): Promise<LightEnd>;
}

/** Everything that is asked comes from memory, or from one row. */
const askMs = 5_000;

/** Bounds of one statement of a proof. */
export function askBounds({ signal }: Pick<ProofContext, 'signal'>): StatementBounds {
  return { timeoutMs: askMs, signal };
}

/** A mark with our clock beside that of the server. */
export function markAt(mark: ServerMark, clock: Clock): PositionMark {
  return { ...mark, at: clock.nowIso() };
}

/** A mark as lines of evidence. */
export function markFacts(label: string, mark: PositionMark): FreezeLight['evidence'] {
  const { position, log, serverTime, at } = mark;
  return [
    { label, value: position, hint: log === null ? null : `binary log ${log.file}:${log.offset}` },
    { label: `${label}: clock of the server`, value: serverTime, hint: `our clock: ${at}` },
  ];
}
