/** Stands where an engine has no dialect yet. `reason` is what is said of everything that would need it. */
export class NotBuilt {
  constructor(readonly reason: string) {}
}

/** The dialect. Throws where there is none: ask for the reason before, so that nobody comes so far. */
export function built<Dialect>(dialect: Dialect | NotBuilt): Dialect {
  if (dialect instanceof NotBuilt) throw new Error(dialect.reason);
  return dialect;
}

/** Why there is no dialect; null: there is one. */
export function whyNotBuilt(dialect: unknown): string | null {
  return dialect instanceof NotBuilt ? dialect.reason : null;
}
