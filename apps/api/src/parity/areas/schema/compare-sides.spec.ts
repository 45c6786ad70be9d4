import { clashesOf, compareSides } from './compare-sides.js';
import type { SchemaObject, UnreadPart } from './schema-object.js';

const table = (name: string): SchemaObject => ({
  ...{ kind: 'table', database: 'shop', object: `shop.${name}`, part: null, within: 'shop' },
  ...{ shown: 'table', compared: 'table', make: null, remove: null },
});
const database: SchemaObject = { ...table(''), kind: 'database', object: 'shop', within: null };
const index = (part: string, compared = 'a', change: Partial<SchemaObject> = {}): SchemaObject => ({
  ...{ kind: 'index', database: 'shop', object: 'shop.t', part, within: 'shop.t', shown: compared, compared },
  ...{ make: [`MAKE ${part}`], remove: [`REMOVE ${part}`] },
  ...change,
});
const holders = [database, table('t')];
const compare = (source: SchemaObject[], target: SchemaObject[], unread: UnreadPart[] = []) =>
  compareSides([...holders, ...source], [...holders, ...target], unread, (statements) => [...statements]);

it('gives a missing one the statement that makes it, an extra one that removes it, and a changed one both', () => {
  const { differences, compared } = compare([index('m'), index('c', 'a')], [index('e'), index('c', 'b')]);
  expect(differences.map(({ id, mend }) => [id, mend?.statements])).toEqual([
    ['schema/index/shop.t/c', ['REMOVE c', 'MAKE c']],
    ['schema/index/shop.t/m', ['MAKE m']],
    ['schema/index/shop.t/e', ['REMOVE e']],
  ]);
  expect(compared).toEqual({ database: 1, table: 1, index: 3 });
});

it('says of what one side lacks whole that it is missing, and nothing of its parts', () => {
  const { differences } = compareSides([...holders, index('a')], [database], [], (all) => [...all]);
  expect(differences.map(({ kind, mend }) => [kind, mend])).toEqual([['table', null]]);
});

it('says nothing on either side of what could not be read on one', () => {
  const unread: UnreadPart = { what: 'indexes', kinds: ['index'], database: null, reason: 'denied', action: 'GRANT' };
  const { differences, compared } = compare([index('a')], [], [unread]);
  expect(differences).toEqual([]);
  expect(compared).not.toHaveProperty('index');
  expect(compare([index('a')], [], [{ ...unread, database: 'other' }]).differences).toHaveLength(1);
  expect(compare([index('a')], [], [{ ...unread, object: 'shop.t' }]).differences).toEqual([]);
  expect(compare([index('a')], [], [{ ...unread, object: 'shop.u' }]).differences).toHaveLength(1);
});

it('tells of a table whose database is not compared itself, and of none of its parts', () => {
  const { differences } = compareSides([table('t'), index('a')], [], [], (all) => [...all]);
  expect(differences.map(({ kind, object }) => [kind, object])).toEqual([['table', 'shop.t']]);
});

it('says nothing of two that have one name, and that it does not', () => {
  const twins = [index('a', 'a'), index('a', 'b')];
  const clashes = clashesOf(twins);
  expect(clashes).toMatchObject([{ what: 'index a of shop.t', kinds: ['index'], object: 'shop.t' }]);
  expect(compare(twins, [index('a', 'b')], clashes).differences).toEqual([]);
  expect(() => compare(twins, [])).toThrow('index/shop.t/a');
});

it('takes for one what differs by a name that the server gave', () => {
  const check = (part: string): SchemaObject => index(part, 'a > 1', { kind: 'check', isNameless: true });
  expect(compare([check('CONSTRAINT_1')], [check('t_chk_1')]).differences).toEqual([]);
  expect(compare([check('x'), check('y')], [check('z')]).differences).toHaveLength(1);
});

it('lets an extra index that keeps nothing unique pass, and no missing one', () => {
  const minor = index('a', 'a', { isMinor: true });
  expect(compare([], [minor]).differences).toMatchObject([{ blocks: false }]);
  expect(compare([minor], []).differences).toMatchObject([{ blocks: true }]);
});

it('compares a status only where both sides have one', () => {
  const status = (of: string): SchemaObject => index('a', 'a', { status: of, setStatus: ['SET'] });
  expect(compare([status('ON')], [index('a')]).differences).toEqual([]);
  expect(compare([status('ON')], [status('OFF')]).differences).toMatchObject([{ mend: { statements: ['SET'] } }]);
});

it('tells what is meant to differ for now, which neither blocks nor has a statement', () => {
  const sent = (meant: string | null) => index('c', 'a', { meant: () => meant });
  const [difference] = compare([sent('as long as it replicates')], [index('c', 'b')]).differences;
  expect(difference).toMatchObject({ why: 'as long as it replicates', mend: null, blocks: false });
  expect(compare([sent(null)], [index('c', 'b')]).differences).toMatchObject([{ blocks: true }]);
});
