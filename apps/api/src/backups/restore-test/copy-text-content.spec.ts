import { besideRows, CopyTextContent } from './copy-text-content.js';

/** As pg_dump 15 prints it, shortened. */
const data = `--
-- PostgreSQL database dump
--

\\restrict abc
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

COPY public.orders (id, note) FROM stdin;
1\ta\\nb
2\t\\N
2\t\\N
\\.


COPY public."we ""ird (x)" (id) FROM stdin;
\\.


COPY public.long (id, note) FROM stdin;
1\t${'x'.repeat(2_500_000)}
\\.


SELECT pg_catalog.setval('public.orders_id_seq', 2, true);


--
-- PostgreSQL database dump complete
--

\\unrestrict abc
`;

function digestsOf(text: string, chunkBytes = 65_536): Map<string, string> {
  const content = new CopyTextContent();
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunkBytes) content.watch(bytes.subarray(from, from + chunkBytes));
  return content.digests();
}
const changed = (from: string, to: string): string[] => {
  const [before, after] = [digestsOf(data), digestsOf(data.replace(from, to))];
  return [...before.keys()].filter((name) => before.get(name) !== after.get(name));
};

it('has a digest of each table, whatever the chunks', () => {
  const whole = digestsOf(data, 10_000_000);
  expect([...whole.keys()]).toEqual(['public.orders', 'public."we ""ird (x)"', 'public.long', besideRows]);
  expect(whole.get('public.orders')).toMatch(/^3:[0-9a-f]{64}$/);
  expect(whole.get('public."we ""ird (x)"')).toBe(`0:${'0'.repeat(64)}`);
  for (const chunkBytes of [97, 4_096, 1_500_000]) expect(digestsOf(data, chunkBytes)).toEqual(whole);
});

it('sees a row that is another, missing or twice, and the value of a sequence, but not an order', () => {
  expect(changed('1\ta', '1\tb')).toEqual(['public.orders']);
  expect(changed('2\t\\N\n2\t\\N\n', '')).toEqual(['public.orders']);
  expect(changed('2\t\\N\n2\t\\N\n', '1\ta\\nb\n1\ta\\nb\n')).toEqual(['public.orders']);
  expect(changed('xxx\n', 'xxy\n')).toEqual(['public.long']);
  expect(changed(', 2, true', ', 3, true')).toEqual([besideRows]);
  expect(changed('1\ta\\nb\n2\t\\N\n', '2\t\\N\n1\ta\\nb\n')).toEqual([]);
});

it('takes nothing for data that is another in each dump', () => {
  expect(changed('strict abc', 'strict xyz')).toEqual([]);
  expect(changed('-- PostgreSQL database dump\n', '-- Dumped from database version 15.19\n')).toEqual([]);
});
