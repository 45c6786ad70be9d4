import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alertPageSchema,
  alertSchema,
  backupCalendarSchema,
  backupConfigurationSchema,
  backupListSchema,
  backupUsageSchema,
  checksumListSchema,
  checksumResultSchema,
  checksumRunSchema,
  consistencyListSchema,
  findingListSchema,
  errorAnswerSchema,
  healthSchema,
  lagHistorySchema,
  livenessSchema,
  migrationDetailSchema,
  migrationMetricsSchema,
  migrationSummarySchema,
  notificationChannelSchema,
  parityAnswerSchema,
  rdsAnswerSchema,
  rowDifferencePageSchema,
  sessionSchema,
  tableChunkPageSchema,
  type ChecksumList,
  type ChecksumRun,
} from '@cutover/contracts';
import { z } from 'zod';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

/** Every documented GET route with a JSON answer, an address that exists, and the schema its answer must parse with. */
const routes: Record<string, { path: string; schema: z.ZodType }> = {
  '/api/health': { path: '/api/health', schema: healthSchema },
  '/api/health/live': { path: '/api/health/live', schema: livenessSchema },
  '/api/session': { path: '/api/session', schema: sessionSchema },
  '/api/migrations': { path: '/api/migrations', schema: z.array(migrationSummarySchema) },
  '/api/migrations/{m}': { path: '/api/migrations/shop', schema: migrationDetailSchema },
  '/api/metrics': { path: '/api/metrics', schema: z.array(migrationMetricsSchema) },
  '/api/migrations/{m}/lag': { path: '/api/migrations/shop/lag?points=50', schema: lagHistorySchema },
  '/api/migrations/{m}/checksums': { path: '/api/migrations/shop/checksums', schema: checksumListSchema },
  '/api/migrations/{m}/checksums/{db}/{table}': {
    path: '/api/migrations/shop/checksums/shop/customers',
    schema: checksumResultSchema,
  },
  '/api/migrations/{m}/checksums/{db}/{table}/chunks': {
    path: '/api/migrations/shop/checksums/shop/customers/chunks?limit=10',
    schema: tableChunkPageSchema,
  },
  '/api/migrations/{m}/checksums/{db}/{table}/differences': {
    path: '/api/migrations/shop/checksums/shop/customers/differences?limit=10',
    schema: rowDifferencePageSchema,
  },
  '/api/migrations/{m}/consistency': { path: '/api/migrations/shop/consistency', schema: consistencyListSchema },
  '/api/migrations/{m}/findings': { path: '/api/migrations/shop/findings', schema: findingListSchema },
  '/api/migrations/{m}/parity': { path: '/api/migrations/shop/parity', schema: parityAnswerSchema },
  '/api/migrations/{m}/rds': { path: '/api/migrations/shop/rds', schema: rdsAnswerSchema },
  '/api/backups/configuration': { path: '/api/backups/configuration', schema: backupConfigurationSchema },
  '/api/backups': { path: '/api/backups', schema: backupListSchema },
  '/api/backups/usage': { path: '/api/backups/usage', schema: backupUsageSchema },
  '/api/backups/calendar': { path: '/api/backups/calendar?days=7', schema: backupCalendarSchema },
  '/api/alerts': { path: '/api/alerts', schema: alertPageSchema },
  '/api/alerts/channels': { path: '/api/alerts/channels', schema: z.array(notificationChannelSchema) },
};

/** Documented, but answered only in cases that tests of their own cover. */
const coveredElsewhere = [
  // backup-guard.int, backup-restore-test.int.
  '/api/backups/runs/{id}',
  '/api/backups/restore-tests/{id}',
  // YAML: backup-configuration.int.
  '/api/backups/configuration/export',
  // Of several databases: postgres-databases.int, postgres-databases-freeze.int.
  '/api/groups',
  '/api/groups/{g}',
  '/api/groups/{g}/freeze-proof',
  '/api/migrations/{m}/checksums/runs/{id}',
  '/api/migrations/{m}/checksums/{db}/{table}/repair.sql',
  '/api/migrations/{m}/readiness/report.html',
  '/api/migrations/{m}/rollback-path.sql',
  '/api/migrations/{m}/sequences.sql',
  '/metrics',
];

/** Texts of the other integration tests: a capability parses the answer of its own route there. */
const otherSpecs = readdirSync(__dirname)
  .filter((file) => file.endsWith('.int.spec.ts') && join(__dirname, file) !== __filename)
  .map((file) => readFileSync(join(__dirname, file), 'utf8'));

/** They have no way to refuse. */
const faultless = ['/api/health/live'];

interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      {
        summary?: string;
        description?: string;
        responses: Record<string, unknown>;
        parameters?: { name: string; description?: string }[];
      }
    >
  >;
}

describe('the API and its contract', () => {
  let product: Product;
  let document: OpenApi;

  beforeAll(async () => {
    // Comparisons run once at the start and then on request only: no scheduled run is in the way of the tests' own.
    product = await startProduct(await labPair(), {
      monitoring: { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60 },
    });
    document = await product.get('/api/docs-json');
    await eventually('the first run has ended', async () => {
      const { results, activeRunId } = await product.get<ChecksumList>('/api/migrations/shop/checksums');
      return results.length > 0 && activeRunId === null;
    });
  });
  afterAll(() => product.end());

  it('names every documented GET route here, or in the tests of its capability', () => {
    const documented = Object.keys(document.paths).filter((path) => 'get' in document.paths[path]!);
    const known = new Set([...Object.keys(routes), ...coveredElsewhere]);
    const isParsedElsewhere = (route: string): boolean =>
      otherSpecs.some((text) => text.includes(`Schema.parse(await product.get('${route.replace('{m}', 'shop')}'))`));
    expect(documented.filter((route) => !known.has(route) && !isParsedElsewhere(route))).toEqual([]);
    expect([...known].filter((route) => !documented.includes(route))).toEqual([]);
  });

  it.each(Object.keys(routes))('%s answers what its schema says', async (route) => {
    const { path, schema } = routes[route]!;
    const answer = await product.get(path);
    expect(schema.safeParse(answer).error?.issues ?? []).toEqual([]);
  });

  it('documents every route with a description, its parameters and its error answers', () => {
    for (const [path, operations] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(operations)) {
        const route = `${method.toUpperCase()} ${path}`;
        expect({ route, described: Boolean(operation.summary && operation.description) }).toEqual({
          route,
          described: true,
        });
        const parameters = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
        const described = (operation.parameters ?? []).filter((p) => p.description).map((p) => p.name);
        expect({ route, described }).toEqual({ route, described: expect.arrayContaining(parameters) });
        const hasErrors = Object.keys(operation.responses).some((status) => Number(status) >= 400);
        expect({ route, hasErrors: hasErrors || faultless.includes(path) }).toEqual({ route, hasErrors: true });
      }
  });

  it('runs a checksum on request, follows it and refuses a second one meanwhile', async () => {
    const started = await eventually('a run can be started', async () => {
      const answer = await product.send('POST', '/api/migrations/shop/checksums/runs', {
        tables: ['shop.customers'],
      });
      return answer.status === 202 ? ((await answer.json()) as ChecksumRun) : null;
    });
    expect(checksumRunSchema.safeParse(started).error?.issues ?? []).toEqual([]);
    const path = `/api/migrations/shop/checksums/runs/${started.id}`;
    const ended = await eventually('the run has ended', async () => {
      const run = await product.get<ChecksumRun>(path);
      return run.state === 'running' ? null : run;
    });
    expect(ended).toMatchObject({ state: 'finished', verdict: 'matched', tables: { total: 1, done: 1 } });
  });

  it('acknowledges an alert that fires', async () => {
    const lab = await labPair();
    await lab.break('replica-stopped');
    try {
      const alert = await eventually('an alert fires', async () => {
        const page = await product.get<z.infer<typeof alertPageSchema>>('/api/alerts?state=firing');
        return page.alerts.find((a) => a.type === 'replication_stopped');
      });
      const answer = await product.send('POST', `/api/alerts/${alert.id}/acknowledge`);
      const acknowledged = alertSchema.parse(await answer.json());
      expect(acknowledged).toMatchObject({ id: alert.id, state: 'firing', acknowledgedBy: 'local' });
    } finally {
      await lab.mend('replica-stopped');
    }
  });

  it.each<[string, string, string, unknown, number, string | undefined]>([
    ['an unknown migration', 'GET', '/api/migrations/nope', undefined, 404, 'MIGRATION_UNKNOWN'],
    [
      'an unknown migration of a sub-route',
      'GET',
      '/api/migrations/nope/findings',
      undefined,
      404,
      'MIGRATION_UNKNOWN',
    ],
    ['an unknown route', 'GET', '/api/nope', undefined, 404, undefined],
    [
      '`from` after `to`',
      'GET',
      '/api/migrations/shop/lag?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
      undefined,
      400,
      undefined,
    ],
    ['a malformed instant', 'GET', '/api/migrations/shop/lag?from=yesterday', undefined, 400, undefined],
    ['an unknown query key', 'GET', '/api/alerts?colour=red', undefined, 400, undefined],
    ['an unknown body key', 'POST', '/api/migrations/shop/checksums/runs', { tabels: [] }, 400, undefined],
    [
      'a table that is not watched',
      'POST',
      '/api/migrations/shop/checksums/runs',
      { tables: ['shop.nope'] },
      400,
      undefined,
    ],
    ['an unknown run', 'GET', '/api/migrations/shop/checksums/runs/nope', undefined, 404, 'RUN_UNKNOWN'],
    ['an unknown alert', 'POST', '/api/alerts/nope/acknowledge', undefined, 404, undefined],
    [
      'an oversized body',
      'POST',
      '/api/migrations/shop/checksums/runs',
      { tables: ['x'.repeat(300_000)] },
      413,
      undefined,
    ],
  ])('refuses %s in the shape of the contract', async (_, method, path, body, status, code) => {
    const answer = await product.send(method, path, body);
    const refusal = errorAnswerSchema.parse(await answer.json());
    expect({ status: answer.status, code: code ?? refusal.code }).toEqual({ status, code: refusal.code });
    if (status === 400) expect(refusal.details?.length).toBeGreaterThan(0);
  });

  it('refuses malformed JSON on every route that takes a body', async () => {
    for (const [path, operations] of Object.entries(document.paths))
      for (const method of Object.keys(operations).filter((m) => m === 'post')) {
        const address = path.replace('{m}', 'shop').replace('{id}', 'nope');
        const answer = await fetch(product.url + address, {
          method,
          headers: { 'content-type': 'application/json' },
          body: '{"tables": [',
        });
        expect({ address, status: answer.status }).toEqual({ address, status: 400 });
        errorAnswerSchema.parse(await answer.json());
      }
  });
});
