/** The sentence, with a full stop if it has none. */
export function asSentence(sentence: string): string {
  const text = sentence.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
