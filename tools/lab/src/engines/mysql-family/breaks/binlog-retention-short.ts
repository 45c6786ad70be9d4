import type { BreakableLab, LabBreak } from './lab-break.js';

export const binlogRetentionShort: LabBreak = {
  description: 'the source keeps its binary logs for an hour only',
  needs: ['source'],

  apply: (lab) => keepLogs(lab, 3600),
  /** As MariaDB has it: for ever. */
  mend: (lab) => keepLogs(lab, 0),
};

async function keepLogs(lab: BreakableLab, seconds: number): Promise<void> {
  await lab.withAdmin('source', (source) => source.query(`SET GLOBAL binlog_expire_logs_seconds = ${seconds}`));
}
