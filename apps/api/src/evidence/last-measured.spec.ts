import { LastMeasured } from './last-measured.js';

it('tells only of what is new, and keeps the time of the last measurement', () => {
  const last = new LastMeasured<{ value: string; measuredAt: string }>();
  const heard: string[] = [];
  last.changes.subscribe(({ migration }) => heard.push(migration));
  expect(last.get('shop')).toBeNull();
  last.set('shop', { value: 'on', measuredAt: '1' });
  last.set('shop', { value: 'on', measuredAt: '2' });
  expect(heard).toEqual(['shop']);
  expect(last.get('shop')).toEqual({ value: 'on', measuredAt: '2' });
  last.set('shop', { value: 'off', measuredAt: '3' });
  expect(heard).toEqual(['shop', 'shop']);
});
