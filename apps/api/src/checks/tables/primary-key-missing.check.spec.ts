import { at, someEvidence, watching } from '../../../test/support/some-evidence.js';
import { primaryKeyMissingCheck } from './primary-key-missing.check.js';

type Shape = NonNullable<ReturnType<typeof watching>['tables']['tables'][number]['source']>;

const { tables: catalog } = watching('shop.a', 'shop.b', 'shop.c');
const judge = (change: Partial<Shape>, ...ids: string[]) =>
  primaryKeyMissingCheck.judge(
    someEvidence({
      tables: {
        ...catalog,
        tables: catalog.tables.map((each) => ({
          ...each,
          source: ids.includes(each.id) && each.source ? { ...each.source, ...change } : each.source,
        })),
      },
    }),
    Date.parse(at),
  );

it('names each table without a key, blocks nothing and makes no alert', () => {
  const { found } = judge({ primaryKey: [] }, 'shop.a', 'shop.c');
  expect(found).toMatchObject([
    { subject: 'shop.a', outcome: 'fail', severity: 'INFO', tables: ['shop.a'] },
    { subject: 'shop.c' },
  ]);
  expect(primaryKeyMissingCheck.blocks).toBe('never');
  expect(primaryKeyMissingCheck.summarise?.(found)[0]?.message).toContain('shop.a and shop.c have no primary key');
});

it('takes a unique key without NULL for one, and no view for a table', () => {
  expect(judge({ primaryKey: [], uniqueKey: 'u' }, 'shop.a')).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ primaryKey: [], kind: 'view' }, 'shop.a').found).toEqual([]);
});

it('never takes unknown for good', () => {
  const unread = primaryKeyMissingCheck.judge(someEvidence({ tables: null }), Date.parse(at));
  expect(unread).toMatchObject({ found: [], rest: 'unknown' });
  const reading = judge({ primaryKey: [] }, 'shop.a');
  expect([reading.otherwise('shop.b').kind, reading.otherwise('shop.gone').kind]).toEqual(['pass', 'pass']);
});
