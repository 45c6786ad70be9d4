/** What one side said of itself, as text by name. A fact that could not be read is absent. */
export type Facts = Readonly<Record<string, string>>;

/** One side at one moment. */
export interface SideLook {
  /** UTC ISO text. */
  at: string;
  /** What no other server, and no rebuilt one, answers. */
  identity: string;
  /** The server in words for people. */
  title: string;
  facts: Facts;
}

/** Both sides as they were last seen; null: never. */
export interface PairLook {
  source: SideLook | null;
  target: SideLook | null;
}

/** What earlier results are worth after it: nothing at all, or only as proofs that a table differs. */
export type Voids = 'everything' | 'equality';

/** Something that happened to a pair, in words, and what it makes void. */
export interface Happening {
  /** A sentence without its full stop, which goes on from "It was proved equal, but that is void:". */
  reason: string;
  voids: Voids;
}
