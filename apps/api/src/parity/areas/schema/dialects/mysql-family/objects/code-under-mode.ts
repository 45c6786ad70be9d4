import { quoteText } from '@cutover/databases/mysql-family';

/** Code is run as it was written under this sql_mode, so it has to be made under it. */
export const underMode = (mode: string, statement: string): string[] => [
  `SET SESSION sql_mode = ${quoteText(mode)}`,
  statement,
];

/** What to know before code is made. */
export const splitNote =
  'Give each statement to the server whole: a client that splits at semicolons wants DELIMITER around the last one. The definer must exist on the target.';

/** The order in which a server prints the modes is its own; what it no longer knows is not printed. */
export const sameMode = (mode: string): string => mode.split(',').sort().join(',');
