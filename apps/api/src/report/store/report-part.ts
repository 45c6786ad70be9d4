import type { StorePart } from '../../store/store-part.js';
import { createReportKeys } from './create-report-keys.migration.js';
import { ReportKeyEntity } from './report-key.entity.js';

/** What the report keeps: its key, for ever. */
export const reportPart: StorePart = {
  name: 'report',
  entities: [ReportKeyEntity],
  migrations: [createReportKeys],
  prune: () => Promise.resolve({}),
};
