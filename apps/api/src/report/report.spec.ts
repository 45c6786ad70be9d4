import { generateKeyPairSync } from 'node:crypto';
import { skippedTables, type SignedReport } from '@cutover/contracts';
import { skippedText } from '@cutover/contracts/skipped-text';
import { coverageReport } from '../checksum/results/coverage-report.js';
import { aReport } from '../../test/support/a-report.js';
import { allChecks } from '../../test/support/all-checks.js';
import { checksum } from '../../test/support/some-evidence.js';
import { canonicalJson } from './canonical-json.js';
import { sectionsOf, type SaidSection } from './compose-report.js';
import { escapeHtml } from './html/escape-html.js';
import { SeededRandom } from '../../test/support/scenario-random.js';
import { renderReport } from './html/render-report.js';
import { readReport } from './read-report.js';
import { reportText } from './report-text.js';
import { fingerprintOf, signReport } from './sign-report.js';

const { privateKey } = generateKeyPairSync('ed25519');

const signed = signReport(aReport(), privateKey);
const kindOf = (file: string | Buffer): string => readReport(Buffer.from(file)).kind;

describe('canonical JSON', () => {
  it('orders members by name, deep in lists too, and leaves out what is undefined', () =>
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'é"\n', u: undefined, '€': 1, aa: -0.5e-7 })).toBe(
      '{"a":"é\\"\\n","aa":-5e-8,"b":[{"c":null,"d":1}],"€":1}',
    ));

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('finite');
    expect(() => canonicalJson([undefined])).toThrow('undefined');
  });
});

it('says of one database that it is of one, and how the others stand, and nothing of it otherwise', () => {
  const group = { name: 'shop', database: 'a', count: 2, answer: 'not-safe' as const };
  const databases = [
    { database: 'b', answer: 'not-safe' as const },
    { database: 'a', answer: 'safe' as const },
  ];
  const page = renderReport(signReport(aReport({ group: { ...group, databases } }), privateKey));
  expect(page).toContain(
    'This report is about the database a, one of 2 of shop, and about no other. All of shop: Not safe to cut over (b: Not safe to cut over; a: Safe to cut over).',
  );
  for (const none of [null, undefined])
    expect(renderReport(signReport(aReport({ group: none }), privateKey))).not.toContain('This report is about');
});

describe('a report that is read again', () => {
  it('is right as it was made, as JSON and as the page', () => {
    expect(kindOf(reportText(signed))).toBe('right');
    expect(kindOf(renderReport(signed))).toBe('right');
  });

  it('is not right where its JSON was written anew by another program, and says what to do', () => {
    const { signature, report } = signed;
    for (const text of [
      JSON.stringify(signed, null, 2),
      JSON.stringify({ signature, report }),
      `${reportText(signed)}\n`,
    ])
      expect(readReport(Buffer.from(text))).toMatchObject({
        ...{ kind: 'changed', reason: expect.stringContaining('Take the file as it was downloaded') },
      });
  });

  it.each<[string, (text: string) => string]>([
    ['an answer stands twice', (text) => text.replace('"answer":"safe"', '"answer":"not-safe","answer":"safe"')],
    ['the report stands twice', (text) => text.replace('{"report":', '{"report":{"verdict":"not-safe"},"report":')],
    ['a member stands beside the report', (text) => text.replace(/^\{/, '{"note":"signed off",')],
    ['a member stands in the signature', (text) => text.replace('"value":', '"auditor":"Ada","value":')],
    ['text follows the signature', (text) => text.replace(/("value":"[^"]+)"/, '$1 — withdrawn"')],
    ['text follows the key', (text) => text.replace(/("publicKey":"[^"]+)"/, '$1 junk"')],
    ['the padding of the signature is gone', (text) => text.replace(/(?<="value":"[^"]+)==(?=")/, '')],
  ])('is not right where %s, in the JSON and in the data of the page', (_, change) => {
    const page = renderReport(signed);
    for (const [file, changed] of [
      [reportText(signed), change(reportText(signed))],
      [page, page.replace(reportText(signed), () => change(reportText(signed)))],
    ] as const) {
      expect(changed).not.toBe(file);
      expect(kindOf(changed)).not.toBe('right');
    }
    const { report, signature } = signed;
    const drawn = renderReport({ ...{ note: 'signed off' }, report, signature } as SignedReport);
    expect(kindOf(drawn)).toBe('changed');
  });

  it('is not right with any other last character of its signature, though that stands for the same bytes', () => {
    const { value } = signed.signature;
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map(
      (character) => `${value.slice(0, -3)}${character}==`,
    );
    const right = others.filter((other) => {
      const changed = { ...signed, signature: { ...signed.signature, value: other } };
      return kindOf(reportText(changed)) === 'right' || kindOf(renderReport(changed)) === 'right';
    });
    expect(right).toEqual([value]);
  });

  it.each<[string, string, number]>([
    ['the JSON', reportText(signed), 1],
    ['the page', renderReport(signed), 5],
  ])('is not right with one byte changed, put in or taken out anywhere in %s', (_, text, every) => {
    const random = new SeededRandom(20260101);
    const file = Buffer.from(text);
    const right: string[] = [];
    for (let at = 0; at <= file.length; at += every) {
      const [before, after] = [file.subarray(0, at), file.subarray(at + 1)];
      const byte = Buffer.from([(file[at] ?? 0) ^ random.between(1, 255)]);
      const changes = {
        changed: Buffer.concat([before, byte, after]),
        'put in': Buffer.concat([before, Buffer.from([random.between(0, 255)]), file.subarray(at)]),
        ...(at < file.length ? { 'taken out': Buffer.concat([before, after]) } : {}),
      };
      for (const [what, changed] of Object.entries(changes))
        if (kindOf(changed) === 'right') right.push(`${what} ${at}`);
    }
    expect(right).toEqual([]);
  });

  it.each<[string, (made: SignedReport) => unknown]>([
    [
      'an answer was changed',
      (made) => ({ ...made, report: { ...made.report, verdict: { ...made.report.verdict, answer: 'not-safe' } } }),
    ],
    ['a member was put in', (made) => ({ ...made, report: { ...made.report, note: 'signed off' } })],
    [
      'the signature is of another report',
      (made) => ({ ...made, signature: signReport(aReport({ migration: 'x' }), privateKey).signature }),
    ],
    [
      'the fingerprint is that of another key',
      (made) => ({ ...made, signature: { ...made.signature, fingerprint: 'SHA256:x' } }),
    ],
    ['the key is no key', (made) => ({ ...made, signature: { ...made.signature, publicKey: 'AAAA' } })],
    ['the key is of another kind', (made) => ({ ...made, signature: { ...made.signature, publicKey: rsaKey() } })],
  ])('is not right where %s', (_, change) =>
    expect(kindOf(reportText(change(signed) as SignedReport))).toBe('changed'),
  );

  it('is not right where a word of the page was changed and the data was not', () => {
    const page = renderReport(signed);
    const changed = page.replace('Safe to cut over, since', 'Safe to cut over for ever, since');
    expect(changed).not.toBe(page);
    expect(readReport(Buffer.from(changed))).toMatchObject({
      kind: 'changed',
      reason: expect.stringContaining('read the data'),
    });
    expect(kindOf(page.replace('"answer":"safe"', '"answer":"not-safe"'))).toBe('changed');
  });

  it.each(['', '{}', 'no json', '<!doctype html><p>a page</p>', '[1'])('is none: %s', (file) =>
    expect(kindOf(file)).toBe('unreadable'),
  );
});

it('shows names and messages as text, whatever stands in them', () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)> & "';
  const section = {
    ...coverageReport([checksum(`shop.${evil}`, 'matched')]),
    id: evil,
    outcome: 'pass' as const,
    findings: [],
  };
  const page = renderReport(signReport(aReport({ sections: [section], generatedBy: evil }), privateKey));
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(kindOf(page)).toBe('right');
});

it('stays below 2 MB with 2,000 tables at long positions, JSON and page each', () => {
  const position = '0-1-123456789,1-2-987654321,2-3-555555555';
  const results = Array.from({ length: 2000 }, (_, index) =>
    checksum(`warehouse.a_table_with_a_long_name_${index}`, 'matched', { position }),
  );
  const section = { ...coverageReport(results), id: 'checksums', outcome: 'pass' as const, findings: [] };
  const large = signReport(aReport({ sections: [section] }), privateKey);
  expect(JSON.stringify(large).length).toBeLessThan(2_000_000);
  expect(renderReport(large).length).toBeLessThan(2_000_000);
  expect(section.tables[0]?.rows).toHaveLength(2000);
});

it('puts sources of one section together, and leaves out what says nothing', () => {
  const content = { label: 'A', summary: '', explanation: '', tables: [] };
  const fact = { label: 'x', value: null, hint: null };
  const sections = sectionsOf([
    { ...content, id: 'a', facts: [fact], findings: [] },
    { ...content, id: 'b', facts: [], findings: [] },
    { ...content, id: 'a', facts: [fact], findings: [] },
  ]);
  expect(sections.map(({ id, facts, outcome }) => [id, facts.length, outcome])).toEqual([['a', 2, 'unknown']]);
});

it('names a key as ssh does', () =>
  expect(fingerprintOf(Buffer.from('key'))).toBe('SHA256:LHDhK3oGRvkiefQnx7OOczTY5Tic/xZ6HcMOc/gmtoM'));

function rsaKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

it('shows what would turn or hide text by its code, in the page and in its data', () => {
  const turned = signReport(aReport({ migration: 'shop\u202e', generatedBy: 'ops\u0007\ufeff' }), privateKey);
  const page = renderReport(turned);
  expect(page).toContain('Cutover report: shop\\u202e');
  expect(page).not.toMatch(/[\u202e\u0007\ufeff]/);
  expect(kindOf(page)).toBe('right');
});

describe('the sections', () => {
  const said = (id: string, change: Partial<SaidSection> = {}): SaidSection => ({
    ...{
      id,
      label: null,
      summary: '',
      explanation: '',
      tables: [],
      findings: [],
      ...{ facts: [{ label: 'a', value: 'b', hint: null }] },
    },
    ...change,
  });

  it('have a title of words for every section of the product', () => {
    const ids = [...new Set(allChecks().map(({ section }) => section))];
    for (const { id, label } of sectionsOf(ids.map((id) => said(id))))
      expect([id, label]).toEqual([id, label && /^[A-Z]/.exec(label)?.input]);
    expect(sectionsOf([said('rds')])).toMatchObject([{ label: 'Amazon RDS' }]);
  });

  it('take their words from the source that has some, whichever comes first', () =>
    expect(sectionsOf([said('checksums'), said('checksums', { label: 'Checksums', summary: '3 of 3' })])).toMatchObject(
      [{ label: 'Checksums', summary: '3 of 3' }],
    ));

  it('end in no colon where there is no summary, and lie in a box that scrolls', () => {
    const page = renderReport(signReport(aReport({ sections: sectionsOf([said('consistency')]) }), privateKey));
    expect(page).toContain('<h2>Row counts</h2>');
    expect(page).not.toMatch(/(?<!<div class="wide">)<table>/);
  });

  it('name what is not compared in the words of the product', () => {
    const { verdict } = aReport();
    const skipped = skippedTables({ view: ['shop.one', 'shop.two'] });
    const page = renderReport(
      signReport(aReport({ verdict: { ...verdict, basis: { ...verdict.basis, skipped } } }), privateKey),
    );
    expect(page).toContain(escapeHtml(skipped.map(skippedText).join('; ')));
    expect(page).not.toContain('2 view<');
  });
});
