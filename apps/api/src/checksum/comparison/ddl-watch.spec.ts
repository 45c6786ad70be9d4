import type { ServerConnection } from '@cutover/databases';
import type { Verdict } from '@cutover/contracts';
import { unproved, type Conclusion } from '../../proof/conclusion.js';
import { DdlWatch } from './ddl-watch.js';

/** `disturbed`: whether DDL came in between, each time it is asked; the last answer stays. */
async function proved(verdict: Verdict, disturbed: readonly boolean[]): Promise<{ verdict: string; proofs: number }> {
  const answers = [...disturbed];
  const watch = new DdlWatch({
    dialect: {
      readMoment: async () => 0,
      mayBeChangedSince: async (server) =>
        server === target && ((answers.length > 1 ? answers.shift() : answers[0]) ?? false),
    },
    ...{ servers: { source: {} as ServerConnection, target }, table: { database: 'shop', name: 'orders' } },
    bounds: { timeoutMs: 1_000, signal: new AbortController().signal },
    againMs: 0,
  });
  await watch.begin();
  let proofs = 0;
  const ended = await watch.undisturbed(async () => {
    proofs++;
    return { ...unproved('The rows differ'), verdict } as Conclusion<string, string>;
  });
  return { verdict: `${ended.verdict}: ${ended.reason?.slice(0, 20)}`, proofs };
}

const target = {} as ServerConnection;

describe('DdlWatch', () => {
  it('calls different what differs while there is no DDL', async () => {
    expect(await proved('diverged', [false])).toEqual({ verdict: 'diverged: The rows differ', proofs: 1 });
  });

  it('proves a difference again when DDL came in between', async () => {
    expect(await proved('diverged', [true, true, false])).toEqual({ verdict: 'diverged: The rows differ', proofs: 3 });
  });

  it('proves nothing where DDL goes on and on, and says so', async () => {
    expect(await proved('diverged', [true])).toEqual({ verdict: 'unverified: DDL during the check', proofs: 5 });
  });

  it('asks nothing about what is equal', async () => {
    expect((await proved('matched', [true])).proofs).toBe(1);
  });
});
