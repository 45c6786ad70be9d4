import { orWithoutSnapshot } from './with-held-snapshot.js';

const { signal } = new AbortController();
const refused = new Error(
  "pg_dump: exit code 1: pg_dump: error: query failed: FEHLER: … pg_dump: detail: Query was: SET TRANSACTION SNAPSHOT '3-1'",
);

it('dumps without a position where the client cannot take the snapshot over', async () => {
  const attempts: boolean[] = [];
  const attempt = (isHeld: boolean): Promise<string> => {
    attempts.push(isHeld);
    return isHeld ? Promise.reject(refused) : Promise.resolve('dumped');
  };
  await expect(orWithoutSnapshot(attempt, signal)).resolves.toBe('dumped');
  expect(attempts).toEqual([true, false]);
});

it('tries nothing again that failed for another reason, or was ended', async () => {
  const attempts: boolean[] = [];
  const failing = (error: Error) => (isHeld: boolean) => {
    attempts.push(isHeld);
    return Promise.reject(error);
  };
  await expect(orWithoutSnapshot(failing(new Error('disk full')), signal)).rejects.toThrow('disk full');
  await expect(orWithoutSnapshot(failing(refused), AbortSignal.abort())).rejects.toThrow('SNAPSHOT');
  expect(attempts).toEqual([true, true]);
});
