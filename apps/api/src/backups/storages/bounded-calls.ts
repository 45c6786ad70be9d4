/** A call into it has not come back. Its message goes behind what could not be done. */
export class SilentFolder extends Error {
  readonly code = 'ESILENT';

  constructor(withinMs: number) {
    super(`it has not answered for ${withinMs / 1000} seconds`);
  }
}

/** `sync`: bytes go to the disk, which takes long where many were written, and holds up nobody who writes something else meanwhile. */
export type CallKind = 'call' | 'sync';

/** Undoes what a call has done that came back after it was given up. */
type Late<T> = (result: T) => Promise<unknown>;

/**
 * Calls into a folder, each bounded in time, of each kind one after the other.
 *
 * Why: a call into a mount whose server is gone never comes back, and holds one of the four threads that Node.js has for files (and for names
 * of hosts, and for hashes) until it does. So it is given up, and nothing more is asked of the folder until it has come back: all who ask
 * meanwhile are refused at once. Two threads at most are lost to one folder.
 */
export class BoundedCalls {
  private readonly last: Record<CallKind, Promise<unknown>> = { call: Promise.resolve(), sync: Promise.resolve() };
  /** Calls that were given up and have not come back, by why. */
  private readonly silent = new Map<Promise<unknown>, SilentFolder>();

  /** Does it in its turn. Rejects as it does, and with SilentFolder where this call, or one before it, does not come back. */
  run<T>(kind: CallKind, withinMs: number, work: () => Promise<T>, late?: Late<T>): Promise<T> {
    const result = this.last[kind].then(() => this.bounded(withinMs, work, late));
    this.last[kind] = result.catch(() => undefined);
    return result;
  }

  /** Does it in its turn after whatever has not come back: what is open is closed, also where its user was refused. Never rejects. */
  async whenBack(withinMs: number, work: () => Promise<unknown>): Promise<void> {
    while (this.silent.size > 0) await Promise.allSettled(this.silent.keys());
    await this.run('call', withinMs, work).catch((error: unknown) =>
      error instanceof SilentFolder && this.silent.size > 0 ? this.whenBack(withinMs, work) : undefined,
    );
  }

  private async bounded<T>(withinMs: number, work: () => Promise<T>, late?: Late<T>): Promise<T> {
    for (const why of this.silent.values()) throw why;
    let isBack = false;
    const call = work().finally(() => (isBack = true));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const giveUp = (): void => (isBack ? undefined : reject(this.givenUp(call, new SilentFolder(withinMs), late)));
      // A machine that stood still finds the time past before it hears of calls that have come back.
      timer = setTimeout(() => setImmediate(giveUp), withinMs);
    });
    return Promise.race([call, tooLong]).finally(() => clearTimeout(timer));
  }

  private givenUp<T>(call: Promise<T>, why: SilentFolder, late?: Late<T>): SilentFolder {
    this.silent.set(call, why);
    void call
      .finally(() => this.silent.delete(call))
      .then(late)
      .catch(() => undefined);
    return why;
  }
}
