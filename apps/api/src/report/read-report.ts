import { signedReportSchema, type SignedReport } from '@cutover/contracts';
import { dataBegin, dataEnd, renderReport } from './html/render-report.js';
import { fingerprintOf, isSignatureRight } from './sign-report.js';

/** What a file of a report turned out to be. */
export type ReadReport =
  /** Not a report at all. */
  | { kind: 'unreadable'; reason: string }
  /** Something in it was changed, or its signature is of another key than it says. */
  | { kind: 'changed'; reason: string; signed: SignedReport }
  | { kind: 'right'; signed: SignedReport };

/** Pure: reads a report, JSON or the page, and holds it against its signature. */
export function readReport(file: string): ReadReport {
  const isPage = file.trimStart().startsWith('<!doctype html>');
  const data = isPage ? dataOf(file) : file;
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
  // What was signed is what stands in the file, also members that this release does not know.
  const { report } = raw as { report: unknown };
  const { signature } = signed;
  if (!isSignatureRight(report, signature))
    return { kind: 'changed', reason: 'its data is not what was signed', signed };
  if (fingerprintOf(Buffer.from(signature.publicKey, 'base64')) !== signature.fingerprint)
    return { kind: 'changed', reason: 'the fingerprint that it names is not that of its key', signed };
  if (isPage && renderReport(raw as SignedReport) !== file)
    return {
      kind: 'changed',
      reason: `its data is as it was signed, but the page around it was changed, or drawn by another release than ${signed.report.product}: read the data, not the page`,
      signed,
    };
  return { kind: 'right', signed };
}

function dataOf(page: string): string | null {
  const begin = page.indexOf(dataBegin);
  const end = page.indexOf(dataEnd, begin);
  return begin < 0 || end < 0 ? null : page.slice(begin + dataBegin.length, end);
}
