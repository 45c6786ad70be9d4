import type { Fault } from '../oracle/fault.js';
import type { Journal } from '../stage/journal.js';

const longestAnswer = 2000;
const mostActions = 20;
const moment = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(11) : 'the beginning');

/** A fault for people: what was said, what is so, and what was done in that time. */
export function faultText(fault: Fault, journal: Pick<Journal, 'around'>): string {
  const { kind, atMs, sinceMs, who, claim, truth, answer } = fault;
  const done = journal.around(sinceMs, atMs).slice(-mostActions);
  return [
    // As Jest begins a failure: `npm run test:long` finds it in the log by that.
    `● ${kind.toUpperCase()} at ${new Date(atMs).toISOString()}, ${who}: ${claim}`,
    `  the truth from ${moment(sinceMs)} to ${moment(atMs)}: ${truth}`,
    `  the answer: ${JSON.stringify(answer).slice(0, longestAnswer)}`,
    '  what was done:',
    ...done.map((each) => `    ${moment(each.atMs)} to ${moment(each.untilMs)} ${each.action}: ${each.what}`),
  ].join('\n');
}
