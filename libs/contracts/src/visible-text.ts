/** Line separators, and characters that turn the direction of text or have no width: none of them shows what it does. */
const hidden = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const inLine = new RegExp(`[\\p{Cc}${hidden}]`, 'gu');
const inText = new RegExp(`(?![\\n\\t])[\\p{Cc}${hidden}]`, 'gu');

/**
 * Pure: foreign text (a name of a table, a reason, a report) as one line that shows all that it holds: control characters and those
 * that turn the direction of text stand as `\u202e`. Otherwise they could hide what is printed beside them.
 */
export function visibleLine(text: string): string {
  return text.replace(inLine, codeOf);
}

/** Pure: the same of text that may have several lines. */
export function visibleText(text: string): string {
  return text.replace(inText, codeOf);
}

/** As JSON writes it, so that JSON stays what it is. All of them take one UTF-16 code unit. */
function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
