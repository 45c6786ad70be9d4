import type { QuietTime } from './quiet-time.js';
import type { Truth } from './truth.js';

/** All that answers are judged by. */
export interface Oracle {
  readonly truth: Truth;
  readonly quiet: QuietTime;
}
