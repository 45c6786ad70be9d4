import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';

/** Keeps so many threads of one side running until the answer is called: sleeping in a statement counts as running. */
export function keepThreadsRunning(lab: Lab, role: Role, count: number): () => Promise<void> {
  let isOver = false;
  const threads = Array.from({ length: count }, () =>
    lab.withAdmin(role, async (root) => {
      while (!isOver) await root.query('SELECT SLEEP(0.5)');
    }),
  );
  return async () => {
    isOver = true;
    await Promise.all(threads);
  };
}
