import { readFileSync } from 'node:fs';
import type { SignedReport } from '@cutover/contracts';
import { messageOf } from '../failures/message-of.js';
import { readReport } from '../report/read-report.js';
import type { Command, Terminal } from './command.js';

/** `verify-report`: whether a report is what its key signed. Exit code 0: it is; 1: it was changed; 3: it is no report. */
export const verifyReportCommand: Command = {
  name: 'verify-report',
  usage: 'verify-report FILE [--key FINGERPRINT]',
  summary: 'tells whether a report (JSON or page) is what was signed',
  argument: 'FILE',
  options: { key: { type: 'string' } },
  async run({ FILE: file, key }, terminal) {
    let content: Buffer;
    try {
      content = readFileSync(String(file));
    } catch (error) {
      terminal.complain(`${String(file)} cannot be read: ${messageOf(error)}`);
      return 3;
    }
    const read = readReport(content);
    if (read.kind === 'unreadable') {
      terminal.complain(`${String(file)} cannot be verified: ${read.reason}.`);
      return 3;
    }
    const { signed } = read;
    if (read.kind === 'changed') return refuse(terminal, read.reason);
    if (typeof key === 'string' && key !== signed.signature.fingerprint)
      return refuse(terminal, `it was signed by another key, ${signed.signature.fingerprint}`);
    tell(signed, typeof key === 'string', terminal);
    return 0;
  },
};

function refuse(terminal: Terminal, reason: string): number {
  terminal.complain(`DO NOT TRUST THIS REPORT: ${reason}.`);
  return 1;
}

function tell({ report, signature }: SignedReport, isKeyKnown: boolean, terminal: Terminal): void {
  const { migration, generatedAt, verdict } = report;
  terminal.print(`The signature is right: ${migration}, ${generatedAt}, ${verdict.answer}.`);
  if (!isKeyKnown)
    terminal.print(
      `Anybody can sign with a key of their own. Compare its fingerprint with that of GET /api/report-key, or pass it as --key: ${signature.fingerprint}`,
    );
}
