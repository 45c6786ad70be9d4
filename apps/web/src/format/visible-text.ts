/** A piece of a value: as it is, or a sign that stands for something that cannot be seen. */
export interface TextPiece {
  text: string;
  isSign: boolean;
}

/** Spaces at either end, and whatever prints nothing or looks like something else. */
const unseen = /^ +| +$|[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const signs: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥' };

/** A value in pieces, so that a trailing space, a line break or a zero-width joiner is seen where it is the whole difference. */
export function visibleText(value: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of value.matchAll(unseen)) {
    if (index > end) pieces.push({ text: value.slice(end, index), isSign: false });
    pieces.push({ text: signOf(found), isSign: true });
    end = index + found.length;
  }
  if (end < value.length) pieces.push({ text: value.slice(end), isSign: false });
  return pieces;
}

function signOf(found: string): string {
  if (found.startsWith(' ')) return '␣'.repeat(found.length);
  return signs[found] ?? `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** True of two values that differ in their bytes only: `é` as one character, and as `e` with an accent. */
export function isUnicodeTwin(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && a !== b && a.normalize('NFC') === b.normalize('NFC');
}
