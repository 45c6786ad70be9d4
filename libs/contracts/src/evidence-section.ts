import { z } from 'zod';
import { findingSchema, outcomeSchema } from './finding.js';

/** One figure of a section, as it is read. `value` null: unknown, never 0. */
export const evidenceFactSchema = z
  .object({ label: z.string(), value: z.string().nullable(), hint: z.string().nullable() })
  .meta({ id: 'EvidenceFact' });
export type EvidenceFact = z.infer<typeof evidenceFactSchema>;

/** What a page draws of evidence that it has no drawing of its own for: a tile, and a section with findings and figures. */
export const evidenceSectionSchema = z
  .object({
    id: z.string().meta({ example: 'binlog-retention' }),
    label: z.string().meta({ example: 'Binlog retention' }),
    outcome: outcomeSchema,
    summary: z.string().meta({ description: 'One line for the tile' }),
    explanation: z.string().meta({ description: 'What is looked at and why it matters' }),
    facts: z.array(evidenceFactSchema),
    download: z
      .object({ file: z.string(), path: z.string() })
      .optional()
      .meta({
        description: 'A file of the API to download; absent: none',
        example: { file: 'sequences.sql', path: '/api/migrations/shop/sequences.sql' },
      }),
    findings: z.array(findingSchema).meta({ description: 'What its checks found' }),
  })
  .meta({ id: 'EvidenceSection' });
export type EvidenceSection = z.infer<typeof evidenceSectionSchema>;
