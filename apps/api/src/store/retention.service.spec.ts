import { at } from '../../test/support/some-evidence.js';
import { allParts, anAlert, aRun, aSample, StoreStage } from '../../test/support/store-stage.js';
import type { CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { RetentionService } from './retention.service.js';

describe('retention', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('prunes old samples, resolved alerts and runs, and never an open alert', async () => {
    const { alerts, samples, verdicts } = await stage.open();
    await alerts.save(anAlert('open', { activeAt: '2020-01-01T00:00:00.000Z' }));
    await alerts.save(anAlert('old', { state: 'resolved', resolvedAt: '2020-01-01T00:00:00.000Z' }));
    await alerts.save(anAlert('new', { state: 'resolved', resolvedAt: at }));
    await samples.append('shop', aSample(1));
    await samples.append('shop', aSample(2));
    await verdicts.saveRun(aRun('r1'));
    expect(await alerts.prune(at)).toBe(1);
    expect(await samples.prune(2)).toBe(1);
    expect(await verdicts.pruneRuns(at)).toBe(0);
    expect((await alerts.page({ state: 'all', limit: 9 })).alerts.map((alert) => alert.id).sort()).toEqual([
      'new',
      'open',
    ]);
  });

  it('prunes by the configured retention', async () => {
    const { connection, samples, verdicts } = await stage.open();
    const hourMs = 3_600_000;
    const clock = new Clock();
    const config = { store: { url: '', historyHours: 1, alertRetentionDays: 1 } } as CutoverConfig;
    await samples.append('shop', aSample(clock.nowMs() - 2 * hourMs));
    await samples.append('shop', aSample(clock.nowMs()));
    await verdicts.saveRun(aRun('r1', { state: 'finished' }));
    const retention = new RetentionService(config, clock, connection, allParts);
    expect(await retention.prune()).toEqual({
      ...{ samples: 1, alerts: 0, runs: 1, comparisons: 0 },
      ...{ waivers: 0, 'verdict entries': 0, freezeProofs: 0, backupRuns: 0, backupRestoreTests: 0, backupUsage: 0 },
    });
  });

  it('deletes nothing within an hour after the clock has leapt: it may be set right again', async () => {
    const { connection, samples } = await stage.open();
    const clock = new Clock();
    const config = { store: { url: '', historyHours: 1, alertRetentionDays: 1 } } as CutoverConfig;
    await samples.append('shop', aSample(clock.nowMs() - 7_200_000));
    const retention = new RetentionService(config, clock, connection, allParts);
    clock.steadyForMs = () => 3_599_000;
    expect(await retention.prune()).toEqual({});
    clock.steadyForMs = () => 3_601_000;
    expect(await retention.prune()).toMatchObject({ samples: 1 });
  });
});
