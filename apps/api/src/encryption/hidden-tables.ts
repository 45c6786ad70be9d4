import type { EncryptionPart } from '@cutover/contracts';

/**
 * The part that stands for what information_schema hides: InnoDB shows all its tables to PROCESS, other storage engines show theirs
 * to nobody without a right on them. `grant`: the statement that shows them; null: our account sees all, and there is no such part.
 */
export function hiddenTables(grant: string | null): EncryptionPart[] {
  if (grant === null) return [];
  return [
    {
      ...{ part: 'hidden-tables', label: 'Tables outside InnoDB in databases that our account may not see' },
      ...{ state: 'unknown', isRequired: true, setting: null, statement: grant },
      action: 'Give our account the right, which reads no row: it is read again within a minute.',
      hint: 'The catalog leaves them out without a word',
    },
  ];
}
