import type { Tablespace, TablespaceState } from '@cutover/contracts';
import { UserError } from '../failures/failures.js';
import { byAttention, pageOfTablespaces } from './tablespace-page.js';

const space = (name: string, state: TablespaceState, sizeBytes: number | null = 1): Tablespace => ({
  ...{ name, table: null, isWatched: false, state, sizeBytes, encryptedBytes: 0 },
  ...{ keyVersion: null, latestKeyVersion: null, keyId: null, note: null, action: null },
});
const sorted = byAttention([
  ...[space('b', 'done', 9), space('a', 'done', 9), space('c', 'plain', 2), space('d', 'plain', 7)],
  ...[space('e', 'never', 1), space('f', 'never', null), space('g', 'rotating'), space('h', 'rekeying')],
]);
const names = (list: readonly Tablespace[]): string => list.map(({ name }) => name).join('');

it('puts first what needs attention: by state, then the largest, an unknown size before all', () =>
  expect(names(sorted)).toBe('fedcghab'));

it('goes through all of them, page by page, once each', () => {
  let [seen, cursor] = ['', undefined as string | undefined];
  do {
    const page = pageOfTablespaces(sorted, { cursor, limit: 3 });
    seen += names(page.tablespaces);
    expect(page.total).toBe(8);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toBe('fedcghab');
});

it('goes on where a page ended though the last one on it was encrypted meanwhile', () => {
  const { nextCursor } = pageOfTablespaces(sorted, { limit: 3 });
  const later = byAttention(sorted.map((each) => (each.name === 'd' ? { ...each, state: 'done' as const } : each)));
  expect(names(pageOfTablespaces(later, { cursor: nextCursor ?? '', limit: 9 }).tablespaces)).toBe('cghabd');
});

it('selects a state', () => {
  const page = pageOfTablespaces(sorted, { state: 'plain', limit: 1 });
  expect(page).toMatchObject({ total: 2, tablespaces: [{ name: 'd' }] });
});

it('refuses a cursor that is not ours', () => {
  const foreign = Buffer.from('t[1]').toString('base64url');
  for (const cursor of ['x', foreign]) expect(() => pageOfTablespaces(sorted, { cursor, limit: 1 })).toThrow(UserError);
});
