import { canonicalText } from './canonical-text.js';

const isSame = (one: string, other: string): boolean => canonicalText(one) === canonicalText(other);

it('takes a definition for the same after it was dumped and restored', () => {
  expect(
    isSame(
      "CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b,]'::character varying])::text[])))",
      "CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b,]'::character varying)::text])))",
    ),
  ).toBe(true);
  const list = 'CHECK (((n >= 1) AND (n <= 5) AND (n <> 3)))';
  expect(isSame('CHECK ((((n >= 1) AND (n <= 5)) AND (n <> 3)))', list)).toBe(true);
  expect(isSame('CHECK (((n >= 1) AND ((n <= 5) AND (n <> 3))))', list)).toBe(true);
  expect(isSame('CHECK ((((n >= 1) OR (n <= 5)) AND (n <> 3)))', list)).toBe(false);
  expect(isSame('CHECK ((NOT (a AND b) AND c))', 'CHECK ((NOT a AND b AND c))')).toBe(false);
  expect(isSame("(ARRAY['a'::character varying])::text[]", "ARRAY[('b'::character varying)::text]")).toBe(false);
  expect(isSame("(ARRAY['a'::character varying])::text[]", "ARRAY[('a'::character varying)::name]")).toBe(false);
});

it('takes a view over one relation for the same, with and without its name before columns', () => {
  expect(
    isSame(
      ' SELECT t.a,\n    t.b\n   FROM public.t\n  WHERE (t.a > 0)',
      ' SELECT a,\n b\n FROM public.t\n WHERE (a > 0)',
    ),
  ).toBe(true);
  expect(isSame('SELECT x.a FROM public.t x', 'SELECT a FROM public.t x')).toBe(true);
  expect(isSame('SELECT t.a FROM public.t', 'SELECT b FROM public.t')).toBe(false);
  expect(isSame('SELECT t.* FROM public.t', 'SELECT t.* FROM public.t')).toBe(true);
});

it('keeps names where there are two relations, in queries within the query, and in texts', () => {
  expect(
    isSame(
      'SELECT a.x FROM (public.a JOIN public.b ON ((a.i = b.i)))',
      'SELECT b.x FROM (public.a JOIN public.b ON ((a.i = b.i)))',
    ),
  ).toBe(false);
  expect(isSame('SELECT a.x FROM public.a, public.b', 'SELECT b.x FROM public.a, public.b')).toBe(false);
  expect(
    isSame(
      'SELECT (SELECT max(u.x) FROM public.u WHERE (u.i = t.i)) AS m FROM public.t',
      'SELECT (SELECT max(u.x) FROM public.u WHERE (u.i = u.i)) AS m FROM public.t',
    ),
  ).toBe(false);
  expect(isSame("SELECT 't.a' FROM public.t", "SELECT 'a' FROM public.t")).toBe(false);
  expect(isSame("SELECT 'a  b' FROM public.t", "SELECT 'a b' FROM public.t")).toBe(false);
  expect(isSame('SELECT t.f(t.a) FROM public.t', 'SELECT f(a) FROM public.t')).toBe(false);
});

it('counts no layout', () => {
  expect(isSame('(a  >\n 0)', '(a > 0)')).toBe(true);
  expect(isSame('$f$a  b$f$', '$f$a b$f$')).toBe(false);
});
