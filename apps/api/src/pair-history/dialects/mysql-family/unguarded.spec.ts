import { guardedSince, unguardedFact } from './unguarded.js';

const fact = (values: Record<string, string>) => unguardedFact(new Map(Object.entries(values)));

it('takes a target for unguarded that refuses no write and shows none', () => {
  expect(fact({ read_only: 'OFF', log_bin: 'OFF' })).toEqual({ unguarded: 'yes' });
  expect(fact({ read_only: 'OFF', log_bin: 'ON', gtid_mode: 'OFF_PERMISSIVE' })).toEqual({ unguarded: 'yes' });
  expect(fact({ read_only: 'OFF', log_bin: 'ON', gtid_mode: 'ON' })).toEqual({ unguarded: 'no' });
  expect(fact({ read_only: 'OFF', log_bin: 'ON' })).toEqual({ unguarded: 'no' });
  expect(fact({ read_only: 'ON', log_bin: 'OFF' })).toEqual({ unguarded: 'no' });
  expect(fact({ log_bin: 'OFF' })).toEqual({});
});

it('makes void what was proved while writes were not seen, once they are refused', () => {
  const [yes, no] = [{ unguarded: 'yes' }, { unguarded: 'no' }];
  expect(guardedSince({ before: yes, after: no })).toMatchObject({ voids: 'equality' });
  for (const looks of [
    { before: yes, after: yes },
    { before: no, after: yes },
    { before: {}, after: no },
  ])
    expect(guardedSince(looks)).toBeNull();
});
