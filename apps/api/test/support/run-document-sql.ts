import { resolve } from 'node:path';
import { roles } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { documentBlocks } from './document-blocks.js';

/**
 * Runs the block of SQL of a document in which `text` stands, as an administrator of the database: each part on the side that the
 * comment before it names (`-- source`, `-- target`, `-- both`). Throws where there is no such block.
 */
export async function runDocumentSql(lab: PostgresLab, file: string, text: string): Promise<void> {
  const blocks = documentBlocks(resolve(__dirname, '../../../..')).filter((block) => block.file === file);
  const lines = blocks.map((block) => block.lines.join('\n')).find((each) => each.includes(text));
  if (lines === undefined) throw new Error(`No block of ${file} holds "${text}"`);
  const parts = [...lines.matchAll(/^-- (source|target|both)\n([^]*?)(?=^-- |(?![^]))/gm)];
  for (const [, side, statements = ''] of parts)
    for (const role of roles.filter((each) => side === 'both' || side === each))
      await lab.withAdmin(role, async (admin) => {
        // One by one: together they would be one transaction, in which REFRESH PUBLICATION is refused.
        for (const statement of statements.split(/;\n/)) if (statement.trim() !== '') await admin.query(statement);
      });
}
