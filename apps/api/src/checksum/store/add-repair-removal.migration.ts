import { addColumn } from '../../store/add-column.js';

/** A row that changes a unique value is removed before any is written: the statement for that. */
export const addRepairRemoval = addColumn(
  'AddRepairRemoval1764100000000',
  'row_differences',
  'removal_sql',
  'longtext NULL',
);
