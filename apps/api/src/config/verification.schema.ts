import { z } from 'zod';

const tableIsGone =
  'mode table (CHECKSUM TABLE) was removed, because it names no rows and proves less than "matched" says: write auto, or leave the line out';

/** Section `verification`: how tables are proved equal, and what that may cost the servers. */
export const verificationSchema = z.strictObject({
  mode: z
    .enum(['auto', 'snapshot', 'barrier', 'bracket', 'sandwich'], {
      error: ({ input }) => (input === 'table' ? tableIsGone : undefined),
    })
    .default('auto')
    .meta({ description: 'auto: the best that both servers allow, exact at a GTID where possible' }),
  workers: z
    .number()
    .int()
    .min(1)
    .max(16)
    .default(1)
    .meta({ description: 'Ranges of a table that are compared at the same time' }),
  maxLoadPercent: z.number().min(1).max(100).default(10).meta({
    description:
      'Share of the time in which scheduled verification may read the source; runs on request are not held back',
  }),
  maxThreadsRunning: z
    .number()
    .int()
    .min(1)
    .default(25)
    .meta({ description: 'Verification pauses while Threads_running of either server is over this' }),
  maxHistoryListLength: z.number().int().min(1).default(1_000_000).meta({
    description:
      'Verification pauses while Innodb_history_list_length of either server, the changes not purged yet, is over this',
  }),
  adaptToLoad: z.boolean().default(true).meta({
    description:
      'A server that was over one of these limits in nine of ten looks of the last five minutes is over it as usual: verification then holds back only when it is a quarter above its usual level. false: it waits for as long as that stays so. Either is reported',
  }),
  showValues: z.boolean().default(true).meta({
    description:
      'false: keys of differing rows are kept and shown (a number where a table has none), other values are not, and there is no repair.sql',
  }),
  allowBarrier: z
    .boolean()
    .default(false)
    .meta({ description: 'Allow replication to be stopped for some 0.2 s where no snapshot pair can be had' }),
});
