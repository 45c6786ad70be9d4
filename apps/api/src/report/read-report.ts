import { signedReportSchema, type SignedReport } from '@cutover/contracts';
import { dataBegin, dataEnd, renderReport } from './html/render-report.js';
import { signatureFault } from './sign-report.js';
import { reportText } from './report-text.js';

/** What a file of a report turned out to be. */
export type ReadReport =
  /** Not a report at all. */
  | { kind: 'unreadable'; reason: string }
  /** Something in it was changed, or its signature is of another key than it says. */
  | { kind: 'changed'; reason: string; signed: SignedReport }
  | { kind: 'right'; signed: SignedReport };

/**
 * Pure: reads a report, JSON or the page, and holds it against its signature. Right is only the one file that Cutover writes of what was
 * signed, byte for byte: JSON has many texts of one value (a member twice, of which the last one counts), and people read the text.
 */
export function readReport(file: Buffer): ReadReport {
  const content = file.toString('utf8');
  const isPage = content.startsWith('<!doctype html>');
  const data = isPage ? dataOf(content) : content;
  if (data === null) return { kind: 'unreadable', reason: 'the page holds no data of a report' };
  let raw: unknown;
  try {
    raw = JSON.parse(data);
  } catch {
    return { kind: 'unreadable', reason: 'its data is no JSON' };
  }
  const parsed = signedReportSchema.safeParse(raw);
  if (!parsed.success) return { kind: 'unreadable', reason: 'it is no report, or one of another release' };
  const signed = parsed.data;
  const { signature } = signed;
  // What was signed is what stands in the file, also members that this release does not know.
  const { report } = raw as { report: SignedReport['report'] };
  const fault = signatureFault(report, signature);
  if (fault !== null) return { kind: 'changed', reason: fault, signed };
  // Nothing but what was verified: a member beside it is missing here, and the files differ.
  const verified: SignedReport = { report, signature };
  const written = Buffer.from(isPage ? renderReport(verified) : reportText(verified));
  if (written.equals(file)) return { kind: 'right', signed };
  return { kind: 'changed', reason: isPage ? otherPage(report.product) : otherText, signed };
}

const otherText =
  'its signature is right, but its text is not the one that Cutover writes: something was put in, or another program has written it anew. Take the file as it was downloaded';

function otherPage(product: string): string {
  return `its data is as it was signed, but the page around it was changed, or drawn by another release than ${product}: read the data, not the page`;
}

function dataOf(page: string): string | null {
  const begin = page.indexOf(dataBegin);
  const end = page.indexOf(dataEnd, begin);
  return begin < 0 || end < 0 ? null : page.slice(begin + dataBegin.length, end);
}
