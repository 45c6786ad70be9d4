import { visibleLine, visibleText } from './visible-text.js';

it('shows by their codes what moves the cursor, turns text or has no width', () => {
  expect(visibleLine('shop\u202e.\u001b[8mx\n\u2066y\u200b')).toBe('shop\\u202e.\\u001b[8mx\\u000a\\u2066y\\u200b');
  expect(visibleText('a\n\tb\u0085\u2028')).toBe('a\n\tb\\u0085\\u2028');
});

it('leaves names in any script, and emoji, as they are', () => {
  for (const name of ['shop.Bestellungen größer', 'магазин.заказы', 'متجر', '店铺', '👩‍💻 🇩🇪', '"\\'])
    expect(visibleLine(name)).toBe(name);
});

it('leaves JSON what it is', () => {
  const value = { 'a\u202e': '\u009b\u007f' };
  expect(JSON.parse(visibleLine(JSON.stringify(value)))).toEqual(value);
});
