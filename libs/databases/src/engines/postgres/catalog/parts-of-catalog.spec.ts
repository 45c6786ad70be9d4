import { catalogOf } from './parts-of-catalog.js';
import { version13 } from './version-13.js';
import { version14 } from './version-14.js';
import { version15 } from './version-15.js';
import { version18 } from './version-18.js';

const of = (versionNumber: number | null) =>
  catalogOf({ identity: () => (versionNumber === null ? null : ({ versionNumber } as never)) });

it('takes what the version of the server has, and of an unknown one what every version has', () => {
  const [of15, ...others] = [version15, version13, version14, version15, version18];
  expect([170_012, 130_016, 140_023, 150_018, 180_004].map(of)).toEqual([of15, ...others]);
  expect(of(null)).toBe(version13);
});
