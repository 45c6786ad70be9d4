/** Taken when this file is loaded: it is the real one whatever a test does to time later. */
const nextTurn = setImmediate;

/** Lets everything else of the process have its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve));
}

/**
 * Runs asynchronous work strictly one after the other.
 *
 * Why: TypeORM shares one SQLite connection. Parallel transactions are rejected, and a plain insert of another request
 * joins an open transaction and is lost with its rollback although its promise was fulfilled. Everything that
 * touches the store goes through one queue, so neither can happen. Do no network I/O inside other than the store's own.
 */
export class WriteQueue {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything queued before it, whether that failed or not. Rejects as `work` does. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
