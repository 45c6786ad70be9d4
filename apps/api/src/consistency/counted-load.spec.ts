import type { Clock } from '../platform/clock.js';
import { LoadGate } from '../proof/load-gate.js';
import { CountedLoad } from './counted-load.js';

function build() {
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const gate = new LoadGate();
  const noted: number[] = [];
  gate.add({ reason: async () => null, note: (_, tookMs) => noted.push(tookMs) });
  return { clock, noted, counted: new CountedLoad(gate, clock as unknown as Clock) };
}
const table = { id: 'shop.a' };

it('notes what the source was read for, also when it failed', async () => {
  const { clock, noted, counted } = build();
  const take = (ms: number) => async () => void (clock.ms += ms);
  await counted.read('shop', 'source', table, take(300));
  await counted.read('shop', 'target', table, take(500));
  const failing = counted.read('shop', 'source', table, async () => {
    clock.ms += 200;
    throw new Error('ended by its bound');
  });
  await expect(failing).rejects.toThrow('ended');
  expect(noted).toEqual([300, 200]);
});

it('knows which tables took long, on either side, of which migration', async () => {
  const { clock, counted } = build();
  await counted.read('shop', 'source', table, async () => void (clock.ms += 2_000));
  expect(counted.isCostly('shop', table)).toBe(false);
  await counted.read('shop', 'target', table, async () => void (clock.ms += 2_001));
  expect(counted.isCostly('shop', table)).toBe(true);
  expect(counted.isCostly('crm', table)).toBe(false);
});
