import type { ChecksumRun } from '@cutover/contracts';
import { aWorld, ended } from '../../../test/support/freeze-world.js';

/** A comparison that was made at another place than that where the source was frozen. */
const comparedAt = (position: string): { run: ChecksumRun } => {
  const world = aWorld();
  const [result] = world.run!.results;
  return { run: { ...world.run!, results: [{ ...result!, position }] } };
};
const light = async (world: Parameters<typeof aWorld>[0]) => {
  const { state, lights } = await ended(aWorld(world));
  return [state, lights[5]?.state, lights[5]?.message];
};

it('does not count a comparison that was made elsewhere than where the source was frozen', async () =>
  expect(await light(comparedAt('0-1-9'))).toEqual([
    ...['unproven', 'unknown'],
    'shop.orders was not proved equal at the frozen position: it was compared at 0-1-9.',
  ]));

it('counts it where the log goes on for other databases, and this one has stood still until its end', async () => {
  expect((await light({ ...comparedAt('0-1-9'), isLogShared: true })).slice(0, 2)).toEqual(['passed', 'green']);
  // Not so where the source cannot be seen to have stood still.
  expect((await light({ ...comparedAt('0-1-9'), isLogShared: true, isMoving: true }))[0]).toBe('failed');
});
