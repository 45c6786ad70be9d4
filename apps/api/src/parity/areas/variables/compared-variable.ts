/** How values are compared. Whatever is equal so is equal, however it is spelled. */
export type Comparison =
  /** As texts, whatever their case. */
  | 'text'
  /** As sets of words: `A,B` is `B,A`. */
  | 'set'
  /** As names of character sets and collations: utf8 is utf8mb3. */
  | 'charset'
  /** As names of locales: en_US.utf8 is en_US.UTF-8. */
  | 'locale'
  /** A target that allows more is no difference. */
  | 'at-least'
  /** The same, where 0 is no limit. */
  | 'at-least-or-none';

/** One setting that changes what statements of the application mean, or whether they work. */
export interface ComparedVariable {
  /** The name, and other names that it has in other versions. */
  names: readonly [string, ...string[]];
  /** What happens after the cutover when it differs. */
  why: string;
  compare: Comparison;
  /** It can be set while the server runs. */
  isDynamic: boolean;
  /** What a version without it does; absent: it is not compared then. */
  absent?: string;
  /** It keeps the answer from being safe. */
  blocks?: boolean;
}
