import type { ParityUnknown } from '@cutover/contracts';
import { aParity, at } from '../../test/support/some-evidence.js';
import type { KnownParity } from './known-parity.js';
import { parityGauges } from './parity-gauges.js';

const unread: ParityUnknown = {
  ...{ area: 'schema', what: 'triggers', side: 'source', reason: 'no right', action: 'Give it.', grants: [] },
  blocks: true,
};

/** `name area` to the value of its series. */
function values(schema: Partial<NonNullable<KnownParity['schema']>['state']>, nowMs = Date.parse(at)) {
  const parity = aParity();
  parity.schema = { ...parity.schema!, state: { ...parity.schema!.state, ...schema } };
  delete parity.accounts;
  const gauges = parityGauges({ migrations: ['shop'], parityOf: () => parity, nowMs: () => nowMs });
  return Object.fromEntries(
    gauges.flatMap(({ name, read }) => read().map(([{ area }, value]) => [`${name.slice(15)} ${area}`, value])),
  );
}

it('count what differs and what of it blocks, by area', () =>
  expect(values({ differences: 3, blocking: 2 })).toMatchObject({
    ...{ 'differences schema': 3, 'blocking_differences schema': 2, 'unread_parts schema': 0 },
    ...{ 'differences variables': 0, 'blocking_differences variables': 0 },
  }));

it('have no value for an area that was never compared, or not for long', () => {
  expect(values({})).toMatchObject({ 'differences accounts': null, 'unread_parts accounts': null });
  expect(values({}, Date.parse(at) + 16 * 60_000)).toMatchObject({ 'differences schema': null });
});

it('never say 0 of what could not be read, and say what was seen all the same', () => {
  expect(values({ unknown: [unread] })).toMatchObject({
    ...{ 'differences schema': null, 'blocking_differences schema': null, 'unread_parts schema': 1 },
  });
  expect(values({ unknown: [unread], differences: 2, blocking: 0 })).toMatchObject({
    ...{ 'differences schema': 2, 'blocking_differences schema': null },
  });
});
