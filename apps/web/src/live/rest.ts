import type { ErrorAnswer } from '@cutover/contracts';

/** An answer that is not the one hoped for, in words for the user. `status` 0: no answer at all. */
export class RestFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId?: string,
  ) {
    super(message);
  }
}

const timeoutMs = 15_000;

/** Told the server's `Date` of every answer, for the ages on the page. */
type DateListener = (serverMs: number, receivedAtMs: number) => void;
let onServerDate: DateListener = () => undefined;

export function listenToServerDate(listener: DateListener): void {
  onServerDate = listener;
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}

async function faultOf(response: Response): Promise<RestFault> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isErrorAnswer(body)) return new RestFault(response.status, body.code, body.message, body.requestId);
  return new RestFault(
    response.status,
    'HTTP_ERROR',
    `The API answered ${response.status} ${response.statusText}`.trim(),
  );
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs), cache: 'no-store' });
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    throw new RestFault(
      0,
      'NO_ANSWER',
      isTimeout ? `The API did not answer within ${timeoutMs / 1000} s` : 'The API does not answer',
    );
  }
}

/** One call of the REST API. @throws RestFault with a sentence for the user. */
export async function rest<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await send(path, init);
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  // The header has whole seconds; the middle of that second is the best guess.
  if (!Number.isNaN(serverMs)) onServerDate(serverMs + 500, Date.now());
  if (!response.ok) throw await faultOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** Path of something below one migration. */
export function migrationPath(migration: string, rest = ''): string {
  return `/api/migrations/${encodeURIComponent(migration)}${rest}`;
}

/** The sentence to show for whatever was thrown. */
export function faultText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
