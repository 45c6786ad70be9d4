import { asSentence } from '../failures/as-sentence.js';

/** A value, or the reason why it could not be had. A value may itself be null: then the server said that there is none. */
export type Finding<T> = { isKnown: true; value: T } | { isKnown: false; reason: string };

/** The value, or null where it is unknown. */
export function valueOf<T>(finding: Finding<T>): T | null {
  return finding.isKnown ? finding.value : null;
}

/** Reasons of all that is unknown, each a sentence and each once: a server that is down is one reason, not four. */
export function reasonsOf(findings: readonly Finding<unknown>[]): string[] {
  return [...new Set(findings.flatMap((finding) => (finding.isKnown ? [] : [asSentence(finding.reason)])))];
}
