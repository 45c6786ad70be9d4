/** When something happened, as far as we know it: not before `fromMs`, not after `toMs`. Infinity: not confirmed yet. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Something has been begun, and nobody has confirmed yet that it is done. */
export function begunAt(atMs: number): Span {
  return { fromMs: atMs, toMs: Infinity };
}

/** The same, now that it is known to be done. */
export function doneAt(span: Span, atMs: number): Span {
  return { fromMs: span.fromMs, toMs: Math.min(span.toMs, atMs) };
}
