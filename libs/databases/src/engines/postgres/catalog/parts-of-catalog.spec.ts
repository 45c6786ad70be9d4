import { catalogOf } from './parts-of-catalog.js';
import { version13 } from './version-13.js';
import { version14 } from './version-14.js';
import { version15 } from './version-15.js';

const of = (versionNumber: number | null) =>
  catalogOf({ identity: () => (versionNumber === null ? null : ({ versionNumber } as never)) });

it('takes what the version of the server has, and of an unknown one what every version has', () => {
  expect([130_016, 140_023, 150_018, 180_004].map(of)).toEqual([version13, version14, version15, version15]);
  expect(of(null)).toBe(version13);
});
