import { readFile } from 'node:fs/promises';
import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { S3 } from '@aws-sdk/client-s3';
import { OperationalError } from '../../../failures/failures.js';
import { withinSignal } from '../../../platform/within-signal.js';
import { faultWords, isPassing, SilentServerError } from './s3-fault.js';
import { placeOf, type S3Settings } from './s3-settings.js';
import { withRetries } from './with-retries.js';

/** Of one attempt. */
export interface Attempt {
  /** For the library: ends the attempt. */
  abortSignal: AbortSignal;
  /** Says that it makes way: its time of silence begins anew. */
  goesOn: () => void;
}

/** How one request is made. */
export interface RequestTerms {
  /** Ends the request, whatever it does. */
  signal?: AbortSignal;
  /** In place of those of the settings. */
  silenceMs?: number;
  retryMs?: number;
}

const never = new AbortController().signal;
const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
/** Parts two at a time, and what is asked beside them. */
const mostConnections = 8;

/** Every request to one bucket: bounded in time, tried again where that may help, and its failure in words that help. */
export class S3Requests {
  private opened: Promise<S3> | null = null;
  private readonly tlsAgent: { current: TlsAgent | null } = { current: null };

  constructor(readonly settings: S3Settings) {}

  /** Rejects with OperationalError; or with the reason of the signal. `what`: how the sentence of a failure begins. */
  async send<T>(
    what: string,
    request: (client: S3, attempt: Attempt) => Promise<T>,
    terms: RequestTerms = {},
  ): Promise<T> {
    try {
      return await this.sendRaw(request, terms);
    } catch (error) {
      terms.signal?.throwIfAborted();
      throw this.failure(what, error);
    }
  }

  /** The same, for who has to know what the library says: rejects with its error. */
  async sendRaw<T>(request: (client: S3, attempt: Attempt) => Promise<T>, terms: RequestTerms = {}): Promise<T> {
    const { timing } = this.settings;
    const { signal = never, silenceMs = timing.silenceMs, retryMs = timing.retryMs } = terms;
    const client = await (this.opened ??= this.open());
    return withRetries(() => within(silenceMs, signal, (attempt) => request(client, attempt)), {
      ...{ retryMs, signal, isPassing, firstPauseMs: timing.firstPauseMs },
    });
  }

  /** What a failure means and what to do: `Storage offsite (s3://…): WHAT: why (NAME). What to do.` */
  failure(what: string, error: unknown): OperationalError {
    if (error instanceof OperationalError) return error;
    const { cause, advice } = faultWords(error);
    return new OperationalError(
      'BACKUP_STORAGE',
      `Storage ${this.settings.name} (${placeOf(this.settings)}): ${what}: ${cause}. ${advice}.`,
    );
  }

  /** Of the connection that was used last; null: it is none of TLS, or none is open. */
  tlsVersion(): string | null {
    const free = Object.values(this.tlsAgent.current?.freeSockets ?? {}).flatMap((sockets) => sockets ?? []);
    return (free[0] as TLSSocket | undefined)?.getProtocol() ?? null;
  }

  /** The library is loaded with the first request: who has no bucket pays nothing for it. */
  private async open(): Promise<S3> {
    const { region, endpoint, ca, credentials, forcePathStyle, timing } = this.settings;
    const trusted = ca === null ? {} : { ca: await readFile(ca) };
    const agent = { keepAlive: true, maxSockets: mostConnections, timeout: 60_000 };
    const { S3 } = await import('@aws-sdk/client-s3');
    const httpsAgent = new TlsAgent({ ...agent, ...trusted, minVersion: 'TLSv1.2' });
    this.tlsAgent.current = httpsAgent;
    const client = new S3({
      ...{ region, forcePathStyle },
      ...(endpoint === null ? {} : { endpoint }),
      ...(credentials === null ? {} : { credentials }),
      // What it would print is said by our own errors.
      logger: silent,
      // We try again, and know for how long.
      maxAttempts: 1,
      // Servers other than Amazon's do not know its newer checksums; ours is Content-MD5, which all of them verify.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // It would take a new connection for each part.
      expectContinueHeader: false,
      requestHandler: { httpAgent: new PlainAgent(agent), httpsAgent, connectionTimeout: timing.silenceMs },
    });
    client.middlewareStack.add((next) => (args) => next(args).catch(withItsCode), {
      step: 'deserialize',
      priority: 'low',
    });
    return client;
  }
}

/** The library replaces what it does not know as an Error, such as one of another realm, by one that says less: without the code. */
function withItsCode(error: Error & { code?: unknown }): never {
  if (error instanceof Error) throw error;
  const { name, message, code } = error as Error & { code?: unknown };
  throw Object.assign(new Error(message), { name, code });
}

/** Ends an attempt that is silent for too long. */
async function within<T>(silenceMs: number, signal: AbortSignal, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const silence = setTimeout(() => ending.abort(new SilentServerError(silenceMs)), silenceMs);
  const leave = (): void => ending.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await withinSignal(work({ abortSignal: ending.signal, goesOn: () => silence.refresh() }), ending.signal);
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', leave);
  }
}
