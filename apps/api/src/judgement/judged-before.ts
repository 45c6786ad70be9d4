import { roles, type ConnectionStatus, type Waiver } from '@cutover/contracts';
import type { Check } from '../evidence/check.js';
import type { Evidence, EvidenceName } from '../evidence/evidence.js';
import type { JudgedCheck, PlacedCheck } from './judge.js';
import { lookedAgainMs } from './unanswered.js';

/** What one judgement of all checks is made of. `nowMs` is wall time. */
export interface JudgedMoment {
  evidence: Evidence;
  nowMs: number;
  waivers: readonly Waiver[];
}

/** What a check said last, and all that it was made of. */
interface Kept {
  judged: JudgedCheck;
  sides: string;
}

/**
 * What the checks of one migration said last. Most of them look at what is measured every ten seconds or more rarely, while all are
 * judged with every reading of the lag: what was made of the same things is the same, and is not made again.
 *
 * A check is asked again where a part of the evidence that it looked at is another object (measurements are replaced, never changed),
 * where it takes the time, where somebody answers for something, and unless both sides answer and have answered for long enough.
 */
export class JudgedBefore {
  private readonly kept = new Map<PlacedCheck, Kept>();
  private readonly looks = new Map<PlacedCheck, EvidenceLook>();

  /** What was said last, if it holds at this moment; else what `judgeAnew` says of the evidence that it is given. */
  judged(placed: PlacedCheck, moment: JudgedMoment, judgeAnew: (evidence: Evidence) => JudgedCheck): JudgedCheck {
    const sides = moment.waivers.length === 0 && !takesTime(placed.check) ? steadySides(moment) : null;
    if (sides === null) {
      this.kept.delete(placed);
      return judgeAnew(moment.evidence);
    }
    const look = this.lookOf(placed);
    const before = this.kept.get(placed);
    if (before?.sides === sides && look.isSame(moment.evidence)) return before.judged;
    // What fails is asked again.
    this.kept.delete(placed);
    const judged = judgeAnew(look.begin(moment.evidence));
    if (judged.reading !== null) this.kept.set(placed, { judged, sides });
    return judged;
  }

  private lookOf(placed: PlacedCheck): EvidenceLook {
    const look = this.looks.get(placed) ?? new EvidenceLook();
    this.looks.set(placed, look);
    return look;
  }
}

/** A check that does not name the moment among its parameters cannot know it. */
function takesTime({ judge }: Pick<Check, 'judge'>): boolean {
  return judge.length !== 1;
}

/** What the judge makes of sides that answer; null: one does not, or came back so lately that time alone changes what is said. */
function steadySides({ evidence: { connection }, nowMs }: JudgedMoment): string | null {
  const isSteady = ({ state, since }: ConnectionStatus['source']): boolean =>
    state === 'up' && nowMs - Date.parse(since) >= lookedAgainMs;
  return roles.every((role) => isSteady(connection[role]))
    ? `${connection.source.since} ${connection.target.since}`
    : null;
}

/** Evidence that notes which of its parts are looked at, also by what a check leaves behind to be asked later. */
class EvidenceLook {
  private evidence = {} as Evidence;
  private readonly names: EvidenceName[] = [];
  private readonly parts: unknown[] = [];
  private readonly noting = new Proxy({} as Evidence, {
    get: (_, name) => this.part(name as EvidenceName),
    has: (_, name) => name in this.evidence,
    ownKeys: () => Reflect.ownKeys(this.evidence),
    getOwnPropertyDescriptor: (_, name) => ({
      ...{ configurable: true, enumerable: true, writable: false },
      value: this.part(name as EvidenceName),
    }),
  });

  /** The same evidence; what is looked at from now on is noted. */
  begin(evidence: Evidence): Evidence {
    this.evidence = evidence;
    this.names.length = 0;
    this.parts.length = 0;
    return this.noting;
  }

  /** Whether every part that was looked at is the very same in this evidence, which takes the place of the former then. */
  isSame(evidence: Evidence): boolean {
    if (!this.names.every((name, index) => evidence[name] === this.parts[index])) return false;
    this.evidence = evidence;
    return true;
  }

  private part(name: EvidenceName): unknown {
    const part = this.evidence[name];
    if (!this.names.includes(name)) {
      this.names.push(name);
      this.parts.push(part);
    }
    return part;
  }
}
