import { quoteLiteral } from './quote-literal.js';

it.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['', "''"],
  ['back\\slash', "E'back\\\\slash'"],
  ["\\' or 1=1 --", "E'\\\\'' or 1=1 --'"],
])('quotes %s so that no setting of a session ends it early', (text, literal) => {
  expect(quoteLiteral(text)).toBe(literal);
});
