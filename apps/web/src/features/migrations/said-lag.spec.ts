import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lagHistory, lagPoint, watchedMigration, replicaLag, verdictBasis } from '../../../test/fixtures.js';
import TimeChart from '../../charts/TimeChart.vue';
import LagSection from '../lag/LagSection.vue';
import ReplicationLine from '../lag/ReplicationLine.vue';
import { basisText } from './basis-text.js';
import EvidenceStrip from './EvidenceStrip.vue';

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => void vi.unstubAllGlobals());

/** The lag in each part of the page that says it. */
async function saidLag(over: Parameters<typeof replicaLag>[0], isLagStale = false): Promise<string[]> {
  const detail = watchedMigration({ replicaLag: replicaLag(over) });
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify(lagHistory([lagPoint('2026-11-20T03:00:00.000Z')])))),
  );
  const strip = mount(EvidenceStrip, { props: { detail, isLagStale, isFeedStale: false, firing: 0 } });
  const line = mount(ReplicationLine, {
    props: { lag: detail.replicaLag, engine: detail.engine, isStale: isLagStale },
  });
  const section = mount(LagSection, {
    props: { detail, isFeedStale: false, isLagStale, connectedSince: '' },
    global: { stubs: { TimeChart: true } },
  });
  await flushPromises();
  return [
    strip.get('a[href="#lag"]').text(),
    line.get('dd > span').text(),
    section.getComponent(TimeChart).props('now')?.text ?? 'unknown',
  ];
}

it('says what positions prove of a stopped replication in every part, as the verdict does', async () => {
  const said = await saidLag({ state: 'stopped', seconds: null, atLeastSeconds: 40, isOverThreshold: true });
  expect(said).toEqual(['Replica lag' + 'at least 40 s', 'at least 40 s', 'at least 40 s']);
  expect(basisText({ ...verdictBasis, lagSeconds: 40, isLagLowerBound: true }, 0)).toContain('lag at least 40 s');
});

it('says it under the limit, too', async () =>
  expect(await saidLag({ state: 'stopped', seconds: null, atLeastSeconds: 4, isOverThreshold: null })).toEqual([
    'Replica lag' + 'at least 4 s',
    'at least 4 s',
    'at least 4 s',
  ]));

it('does not say a bound of a sample that is too old', async () =>
  expect((await saidLag({ seconds: null, atLeastSeconds: 40, isStale: true }, true))[0]).toBe('Replica lagunknown'));
