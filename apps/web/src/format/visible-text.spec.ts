import { describe, expect, it } from 'vitest';
import { isUnicodeTwin, visibleText } from './visible-text.js';

const shown = (value: string): string =>
  visibleText(value)
    .map(({ text, isSign }) => (isSign ? `[${text}]` : text))
    .join('');

describe('visibleText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['A1 ', 'A1[␣]'],
    ['  A1', '[␣␣]A1'],
    ['   ', '[␣␣␣]'],
    ['a\nb\tc\r', 'a[⏎]b[⇥]c[␍]'],
    ['zero\u200bwidth', 'zero[U+200B]width'],
    ['no\u00a0break', 'no[U+00A0]break'],
    ['bell\u0007', 'bell[U+0007]'],
    ['é 😀 ␣', 'é 😀 ␣'],
  ])('shows %j as %s', (value, text) => expect(shown(value)).toBe(text));
});

describe('isUnicodeTwin', () => {
  it('tells two forms of one letter from two letters, and from one form twice', () => {
    expect(isUnicodeTwin('é', 'e\u0301')).toBe(true);
    expect(isUnicodeTwin('é', 'é')).toBe(false);
    expect(isUnicodeTwin('e', 'é')).toBe(false);
    expect(isUnicodeTwin(null, 'é')).toBe(false);
  });
});
