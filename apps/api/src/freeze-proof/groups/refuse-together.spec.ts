import { OperationalError, UserError } from '../../failures/failures.js';
import { refuseTogether } from './refuse-together.js';

it('names every database that cannot begin, in the kind of the first reason', () => {
  const active = new UserError(409, 'PROOF_ACTIVE', 'One is under way');
  const down = new OperationalError('SIDE_DOWN', 'The source does not answer');
  const refused = refuseTogether([
    { database: 'a', reason: active },
    { database: 'b', reason: down },
  ]);
  expect(refused).toBeInstanceOf(UserError);
  expect(refused).toMatchObject({
    ...{ status: 409, code: 'PROOF_ACTIVE' },
    message: 'No proof was started, of no database. a: One is under way. b: The source does not answer',
  });
  expect(refuseTogether([{ database: 'b', reason: down }])).toMatchObject({ code: 'SIDE_DOWN' });
  expect(refuseTogether([{ database: 'b', reason: down }])).toBeInstanceOf(OperationalError);
});

it('passes on what nobody expected', () => {
  const fault = new TypeError('x');
  expect(refuseTogether([{ database: 'a', reason: fault }])).toBe(fault);
});
