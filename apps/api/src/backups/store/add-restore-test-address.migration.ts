import { addColumn } from '../../store/add-column.js';

/** host:port that the backup was dumped from. NULL, of an earlier release: nobody knows, and the test proves nothing of the server of now. */
export const addRestoreTestAddress = addColumn(
  'AddRestoreTestAddress1764360000000',
  'backup_restore_tests',
  'address',
  'varchar(270) NULL',
);
