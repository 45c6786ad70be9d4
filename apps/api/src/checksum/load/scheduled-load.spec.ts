import { configSchema } from '../../config/config.schema.js';
import type { Clock } from '../../platform/clock.js';
import { ScheduledLoad } from './scheduled-load.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const round = { trigger: 'schedule', migration: 'shop' } as const;

function build(maxLoadPercent?: number) {
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const config = configSchema.parse({
    verification: { maxLoadPercent },
    migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
  });
  return { load: new ScheduledLoad(config, clock as unknown as Clock), clock };
}

describe('ScheduledLoad', () => {
  it('lets a small database through whole', () => {
    const budget = build().load.budgetOf(round);
    for (let chunk = 0; chunk < 9; chunk++) {
      expect(budget?.reason()).toBeNull();
      budget?.note(500);
    }
  });

  it('keeps a large one at its share of the time, and says why it waits', () => {
    const { load, clock } = build();
    const budget = load.budgetOf(round);
    let readMs = 0;
    while (clock.ms < 3_600_000) {
      const reason = budget?.reason() ?? null;
      clock.ms += reason === null ? 500 : 1_000;
      if (reason !== null) expect(reason).toMatch(/at most 10 % .*verification\.maxLoadPercent/);
      if (reason !== null) continue;
      budget?.note(500);
      readMs += 500;
    }
    // The burst apart: five seconds more than the tenth.
    expect(readMs / clock.ms).toBeGreaterThan(0.098);
    expect(readMs / clock.ms).toBeLessThan(0.103);
  });

  it('holds rounds of the schedule at their share of the time, over all rounds, and runs on request not', () => {
    const { load, clock } = build();
    load.budgetOf(round)?.note(5_500);
    expect(load.budgetOf(round)?.reason()).toContain('10 %');
    expect(load.budgetOf({ ...round, migration: 'crm' })?.reason()).toBeNull();
    expect(load.budgetOf({ ...round, trigger: 'request' })).toBeNull();
    clock.ms = 5_100;
    expect(load.budgetOf(round)?.reason()).toBeNull();
  });

  it('never waits where all of the time may be used', () => {
    expect(build(100).load.budgetOf(round)).toBeNull();
  });

  it('lets a long count take nothing from the rounds, and holds counting at half their share', () => {
    const { load, clock } = build();
    load.countingBudgetOf('shop')?.note(35_000);
    expect(load.budgetOf(round)?.reason()).toBeNull();
    expect(load.countingBudgetOf('shop')?.reason()).toMatch(/^Counting rows reads for at most 5 %/);
    // Five seconds were saved up: thirty are owed, at a twentieth of the time.
    clock.ms = 599_000;
    expect(load.countingBudgetOf('shop')?.reason()).not.toBeNull();
    clock.ms = 601_000;
    expect(load.countingBudgetOf('shop')?.reason()).toBeNull();
    expect(build(100).load.countingBudgetOf('shop')).toBeNull();
  });
});
