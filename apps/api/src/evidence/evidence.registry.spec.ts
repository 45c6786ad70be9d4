import { NEVER } from 'rxjs';
import { EvidenceRegistry } from './evidence.registry.js';
import type { EvidenceSource } from './evidence-source.js';

/** A registry of one source, which tells what the test says next. */
function registryOf(next: { told: unknown }): EvidenceRegistry {
  const registry = new EvidenceRegistry();
  const source = { name: 'encryption', checks: [], changes: NEVER, snapshot: () => next.told };
  registry.add(source as unknown as EvidenceSource);
  return registry;
}

it('gives a part that is made of the same things as the same object, and any other anew', () => {
  const side = { server: 'b' };
  const next: { told: unknown } = { told: { target: side, source: null } };
  const registry = registryOf(next);
  const part = () => registry.read('shop').encryption;
  const first = part();
  next.told = { target: side, source: null };
  expect(part()).toBe(first);
  for (const told of [{ target: { ...side }, source: null }, { target: side }, [side], null, { other: side }]) {
    next.told = told;
    expect(part()).toBe(told);
  }
  expect(registry.read('other').encryption).toEqual({ other: side });
});
