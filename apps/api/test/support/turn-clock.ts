import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The clock of every product that is started while it is there. */
export interface TurnedClock {
  /** From now on it is wrong by so much. */
  turn(ms: number): void;
  /** What is started later has the right one. */
  end(): void;
}

/** Starts with a clock that is right. */
export function turnedClock(): TurnedClock {
  const before = { NODE_OPTIONS: process.env['NODE_OPTIONS'], CUTOVER_TEST_CLOCK: process.env['CUTOVER_TEST_CLOCK'] };
  const folder = mkdtempSync(join(tmpdir(), 'cutover-clock-'));
  const file = join(folder, 'clock');
  const turn = (ms: number): void => writeFileSync(file, String(ms));
  turn(0);
  process.env['CUTOVER_TEST_CLOCK'] = file;
  process.env['NODE_OPTIONS'] = `--require ${JSON.stringify(resolve(__dirname, 'turned-clock.cjs'))}`;
  return {
    turn,
    end: () => {
      for (const [name, value] of Object.entries(before))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
