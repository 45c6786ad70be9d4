import type { HoldUp, SideSessions } from '@cutover/contracts';
import { lastingPrepared } from './prepared-since.js';

const prepared = (name: string): HoldUp => ({
  ...{ kind: 'prepared', name, account: null, forSeconds: null, isIdle: true, doing: null },
  ...{ behind: null, end: null },
});
const side = (...holdUps: HoldUp[]): SideSessions => ({ holdUps, unknown: [] });

it('tells of a prepared transaction once it was seen for half a minute, and forgets those that are gone', () => {
  const first = lastingPrepared(side(prepared('a'), prepared('b')), new Map(), 1_000);
  expect(first.side.holdUps).toEqual([]);
  const second = lastingPrepared(side(prepared('a')), first.since, 31_000);
  expect(second.side.holdUps).toMatchObject([{ name: 'a', forSeconds: 30 }]);
  expect([...second.since.keys()]).toEqual(['a']);
  expect(lastingPrepared(side(prepared('b')), second.since, 32_000).side.holdUps).toEqual([]);
});

it('takes the age from a server that tells it', () => {
  const told = { ...prepared('a'), forSeconds: 31 };
  expect(lastingPrepared(side(told), new Map(), 1_000)).toEqual({ side: side(told), since: new Map() });
});
