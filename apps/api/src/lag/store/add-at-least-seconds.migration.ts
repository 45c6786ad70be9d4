import { addColumn } from '../../store/add-column.js';

/** What positions prove while the target tells no seconds: without it the worst lag forgets every standstill. */
export const addAtLeastSeconds = addColumn(
  'AddAtLeastSeconds1764150000000',
  'lag_samples',
  'at_least_seconds',
  'double NULL',
);
