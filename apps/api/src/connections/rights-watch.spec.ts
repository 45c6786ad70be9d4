import type { EngineSession, RightsNeeds } from '@cutover/databases';
import { RightsWatch } from './rights-watch.js';

const session = (): EngineSession => ({ identity: {} }) as EngineSession;

/** `asked`: how often each session was asked; the questions are answered when the test says so. */
function stage() {
  const answers: ((missing: string[]) => void)[] = [];
  const changes: (string[] | null)[] = [];
  const now = { session: session() };
  const watch = new RightsWatch({
    engine: { missingRights: () => new Promise((resolve) => answers.push(resolve)) },
    needs: {} as RightsNeeds,
    isCurrent: (each) => each === now.session,
    onChange: () => changes.push(watch.missingGrants),
  });
  const answer = async (missing: string[]): Promise<void> => {
    answers.shift()?.(missing);
    await jest.advanceTimersByTimeAsync(0);
  };
  return { watch, now, answers, answer, changes };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('looks again every three minutes, and every half minute while rights are missing', async () => {
  const { watch, now, answers, answer, changes } = stage();
  watch.look(now.session, 0);
  await jest.advanceTimersByTimeAsync(0);
  await answer(['GRANT a']);
  await jest.advanceTimersByTimeAsync(30_000);
  await answer([]);
  expect(changes).toEqual([['GRANT a'], []]);
  await jest.advanceTimersByTimeAsync(179_000);
  expect(answers).toHaveLength(0);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(answers).toHaveLength(1);
});

it('goes on with the session of now when one of before answers late', async () => {
  const { watch, now, answers, answer } = stage();
  watch.look(now.session, 0);
  await jest.advanceTimersByTimeAsync(0);
  now.session = session();
  watch.look(now.session, 500);
  await answer(['GRANT a']);
  await jest.advanceTimersByTimeAsync(500);
  expect(answers).toHaveLength(1);
});
