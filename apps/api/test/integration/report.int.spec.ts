import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '@cutover/lab';
import {
  reportKeySchema,
  signedReportSchema,
  type OverallVerdict,
  type ReportKey,
  type SignedReport,
} from '@cutover/contracts';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { runCommand } from '../support/run-command.js';

let lab: Lab;
let product: Product;
let folder: string;

beforeAll(async () => {
  lab = await labPair();
  product = await startProduct(lab);
  folder = mkdtempSync(join(tmpdir(), 'cutover-report-'));
  await eventually('every table proved', async () => {
    const { verdict } = await product.get<{ verdict: OverallVerdict }>('/api/migrations/shop');
    return verdict.basis.tablesEqual > 0 && verdict.basis.tablesEqual === verdict.basis.tablesWatched;
  });
});

afterAll(async () => {
  await product?.end();
  rmSync(folder, { recursive: true, force: true });
});

const json = async (): Promise<SignedReport> =>
  signedReportSchema.parse(await product.get('/api/migrations/shop/readiness/report'));
const page = async (): Promise<string> =>
  (await product.send('GET', '/api/migrations/shop/readiness/report.html')).text();

/** What `verify-report` says of a file with this content. */
async function verify(content: string, ...options: string[]) {
  const file = join(folder, 'report');
  writeFileSync(file, content);
  return runCommand(['verify-report', file, ...options]);
}

it('holds every table with its position, and what every check found', async () => {
  const { report } = await json();
  const tables = report.sections.find(({ id }) => id === 'checksums')?.tables[0]?.rows ?? [];
  expect(tables.length).toBe(report.verdict.basis.tablesWatched);
  for (const [table, verdict, , position] of tables) {
    expect([table, verdict]).toEqual([table, 'matched']);
    expect(position).toMatch(/^\d+-\d+-\d+/);
  }
  expect(report.sections.map(({ id }) => id)).toEqual(expect.arrayContaining(['connections', 'lag', 'checksums']));
  expect(report.sections.flatMap(({ findings }) => findings).length).toBeGreaterThan(10);
});

it('tells an auditor how many tablespaces of the target are encrypted', async () => {
  const counts = await eventually('encryption was measured', async () => {
    const section = (await json()).report.sections.find(({ id }) => id === 'encryption');
    return section?.tables.find(({ title }) => title.startsWith('Tablespaces of the target, by state'));
  });
  const byState = new Map(counts.rows.map(([state, , number]) => [state, Number(number)]));
  expect(byState.get('done')).toBeGreaterThan(10);
  expect([byState.get('plain'), byState.get('never')]).toEqual([0, 0]);
});

it('is verified by the command, as JSON and as the page, and by the key of the service', async () => {
  const { fingerprint } = reportKeySchema.parse(await product.get('/api/report-key'));
  const file = await (await product.send('GET', '/api/migrations/shop/readiness/report')).text();
  const right = await verify(file);
  expect([right.code, right.output]).toEqual([0, expect.stringContaining('The signature is right: shop')]);
  expect(right.output).toContain(fingerprint);
  expect((await verify(await page(), '--key', fingerprint)).code).toBe(0);
  const other = await verify(await page(), '--key', 'SHA256:another');
  expect([other.code, other.complaints.join()]).toEqual([1, expect.stringContaining('signed by another key')]);
});

it('is refused where anything was changed', async () => {
  const changed = await verify((await page()).replace('matched', 'Matched'));
  expect([changed.code, changed.complaints.join()]).toEqual([1, expect.stringContaining('DO NOT TRUST THIS REPORT')]);
  const text = await (await product.send('GET', '/api/migrations/shop/readiness/report')).text();
  const twice = await verify(text.replace('"answer":', '"answer":"withdrawn","answer":'));
  expect([twice.code, twice.complaints.join()]).toEqual([1, expect.stringContaining('something was put in')]);
  expect((await verify('{}')).code).toBe(3);
  expect((await runCommand(['verify-report', join(folder, 'absent')])).code).toBe(3);
  const bare = await runCommand(['verify-report']);
  expect([bare.code, bare.complaints.join()]).toEqual([3, expect.stringContaining('FILE is missing')]);
});

it('runs nothing and loads nothing in a browser, and is kept by no cache', async () => {
  const answer = await product.send('GET', '/api/migrations/shop/readiness/report.html');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

it('is signed by the same key after a restart', async () => {
  const { fingerprint } = await product.get<ReportKey>('/api/report-key');
  await product.stop();
  product = await product.restart();
  expect((await product.get<ReportKey>('/api/report-key')).fingerprint).toBe(fingerprint);
});
