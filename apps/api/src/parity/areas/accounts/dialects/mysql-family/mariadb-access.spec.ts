import { privilegesOfAccess } from './mariadb-access.js';

const known = new Set(['SELECT', 'SUPER', 'READ_ONLY ADMIN']);
const held = (access: bigint, writtenBy: number) => [...privilegesOfAccess(String(access), writtenBy, known)].sort();
const superBit = 1n << 15n;

it('names the bits, the highest too', () => {
  expect(held(1n + (1n << 38n), 101118)).toEqual(['SELECT', 'SLAVE MONITOR']);
  expect(held(0n, 0)).toEqual([]);
});

it('takes the mask of the first account for everything that its server has', () =>
  expect(held(2n ** 64n - 1n, 0)).toEqual(['READ_ONLY ADMIN', 'SELECT', 'SUPER']));

it('reads a mask as the version that wrote it meant it: SUPER alone holds READ_ONLY ADMIN from 10.11 on no more', () => {
  expect(held(superBit, 101100)).toEqual(['SUPER']);
  expect(held(superBit, 100600)).toEqual(['READ_ONLY ADMIN', 'SUPER']);
  expect(held(superBit, 100400)).toEqual([
    ...['BINLOG ADMIN', 'BINLOG REPLAY', 'CONNECTION ADMIN', 'FEDERATED ADMIN', 'READ_ONLY ADMIN'],
    ...['REPLICATION SLAVE ADMIN', 'SET USER', 'SUPER'],
  ]);
});
