import { usualLooks, UsualLevelOf } from './usual-level.js';

function after(...looks: number[]): UsualLevelOf {
  const usual = new UsualLevelOf();
  for (const value of looks) usual.note(value);
  return usual;
}
const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

it('knows nothing before it has looked for five minutes', () => {
  expect(after(...times(usualLooks - 1, 48)).over(25)).toBeNull();
  expect(after(...times(usualLooks, 48)).over(25)).toEqual({ level: 48, limit: 60 });
});

it('takes the middle, so that peaks do not raise the level', () => {
  const looks = [...times(200, 40), ...times(100, 4000)];
  expect(after(...looks).over(25)).toEqual({ level: 40, limit: 50 });
});

it('does not call usual what is below the limit in more than one look of ten: verification goes on then', () => {
  expect(after(...times(269, 48), ...times(31, 3)).over(25)).toBeNull();
  expect(after(...times(270, 48), ...times(30, 3)).over(25)).not.toBeNull();
});

it('forgets what was usual when it is so no longer', () => {
  const usual = after(...times(usualLooks, 48));
  for (const value of times(31, 3)) usual.note(value);
  expect(usual.over(25)).toBeNull();
});
