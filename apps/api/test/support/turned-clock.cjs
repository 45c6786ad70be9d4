// Loaded into the product by NODE_OPTIONS: its wall clock is wrong by the milliseconds in the file that
// CUTOVER_TEST_CLOCK names. Its monotonic clock is right, as on a machine whose clock somebody sets.
const { readFileSync } = require('node:fs');

const file = process.env.CUTOVER_TEST_CLOCK;
const RightDate = Date;
const wrongMs = () => Number(readFileSync(file, 'utf8')) || 0;

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + wrongMs());
    else super(...parts);
  }
  static now() {
    return RightDate.now() + wrongMs();
  }
};
