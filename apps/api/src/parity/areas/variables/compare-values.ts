import type { Comparison } from './compared-variable.js';

/** Pure: whether two values are the same for this comparison; for a limit, whether the target allows as much. */
export const isAsGood: Readonly<Record<Comparison, (source: string, target: string) => boolean>> = {
  text: (source, target) => normal(source) === normal(target),
  set: (source, target) => setOf(source) === setOf(target),
  charset: (source, target) => charset(source) === charset(target),
  locale: (source, target) => locale(source) === locale(target),
  'at-least': (source, target) => BigInt(whole(target)) >= BigInt(whole(source)),
  'at-least-or-none': (source, target) =>
    Number(target) === 0 || (Number(source) !== 0 && Number(target) >= Number(source)),
};

/** REPEATABLE-READ is REPEATABLE READ. */
function normal(value: string): string {
  return value.trim().toUpperCase().replaceAll('-', ' ');
}

function setOf(value: string): string {
  const words = value.split(',').map((word) => charsetsIn(normal(word)));
  return [...new Set(words.filter((word) => word !== ''))].sort().join(',');
}

/** utf8 is the old name of utf8mb3, until a version means utf8mb4 by it, which then says so. */
function charset(value: string): string {
  return charsetsIn(normal(value));
}

const charsetsIn = (value: string): string => value.replaceAll(/\bUTF8(?=_|\b)/g, 'UTF8MB3');

const locale = (value: string): string =>
  value
    .trim()
    .toUpperCase()
    .replace(/\.UTF-?8$/, '.UTF8');

/** Beyond 2^53 numbers must stay whole. */
function whole(value: string): string {
  return /^\d+/.exec(value)?.[0] ?? '0';
}
