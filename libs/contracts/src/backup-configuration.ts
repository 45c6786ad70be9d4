import { z } from 'zod';
import { instantSchema } from './primitives.js';
import { operatorSchema } from './waivers.js';

const documentSchema = z
  .record(z.string(), z.unknown())
  .meta({ description: 'What stands under `backups:` in cutover.yaml, by the same rules' });
const textSchema = z
  .string()
  .min(1)
  .meta({ description: 'The same as YAML, with `backups:` on top: what the export answers' });
const revisionSchema = z
  .int()
  .min(0)
  .meta({ description: 'The one that was changed: where it is not the newest any more, nothing is saved' });

/** Answer of `GET /api/backups/configuration`. */
export const backupConfigurationSchema = z
  .strictObject({
    revision: z.int().min(0).meta({ description: '0: it was never changed while Cutover ran' }),
    origin: z.enum(['file', 'store']).meta({ description: 'Where the one that counts stands' }),
    changedAt: instantSchema.nullable(),
    changedBy: z.string().nullable(),
    document: documentSchema.meta({ description: 'As it is written, `********` in the place of each secret' }),
    text: z.string().meta({ description: 'The document as YAML' }),
    canSeal: z.boolean().meta({ description: 'Whether there is a key that secrets can be sealed with' }),
    notices: z.array(z.string()).meta({ description: 'What somebody should know of it' }),
  })
  .meta({ id: 'BackupConfiguration' });
export type BackupConfiguration = z.infer<typeof backupConfigurationSchema>;

const hasOneForm = ({ document, text }: { document?: unknown; text?: unknown }): boolean =>
  (document === undefined) !== (text === undefined);
const oneForm = { path: ['document'], message: 'give document or text, one of them' };

/** Body of `PUT /api/backups/configuration`. */
export const saveBackupConfigurationSchema = z
  .strictObject({
    revision: revisionSchema,
    document: documentSchema.optional(),
    text: textSchema.optional(),
    operator: operatorSchema,
  })
  .refine(hasOneForm, oneForm)
  .meta({ id: 'SaveBackupConfiguration' });
export type SaveBackupConfiguration = z.infer<typeof saveBackupConfigurationSchema>;

/** Body of `POST /api/backups/configuration/check`. */
export const checkBackupConfigurationSchema = z
  .strictObject({ document: documentSchema.optional(), text: textSchema.optional() })
  .refine(hasOneForm, oneForm)
  .meta({ id: 'CheckBackupConfiguration' });
export type CheckBackupConfiguration = z.infer<typeof checkBackupConfigurationSchema>;

/** What saving it would come to. Nothing is changed, and no server is asked. */
export const backupConfigurationCheckSchema = z
  .strictObject({
    faults: z
      .array(
        z.strictObject({
          path: z.string(),
          message: z.string(),
          line: z.int().nullable().meta({ description: 'Of the text, from 1; null: of a document, or not known' }),
        }),
      )
      .meta({ description: 'Empty: it can be saved' }),
    changes: z.array(z.string()).meta({ description: 'What would be changed, by name' }),
    schedules: z
      .array(z.strictObject({ name: z.string(), next: z.array(instantSchema) }))
      .meta({ description: 'The next five times of each schedule, before jitter' }),
  })
  .meta({ id: 'BackupConfigurationCheck' });
export type BackupConfigurationCheck = z.infer<typeof backupConfigurationCheckSchema>;

/** Body of `PUT /api/backups/configuration/servers/:name`, and the same of `restoreServers`, `storages` and `schedules`. */
export const saveBackupItemSchema = z
  .strictObject({
    revision: revisionSchema,
    item: z.record(z.string(), z.unknown()).meta({ description: 'All of its keys: it replaces the one of that name' }),
    operator: operatorSchema,
  })
  .meta({ id: 'SaveBackupItem' });
export type SaveBackupItem = z.infer<typeof saveBackupItemSchema>;

/** Query of the deletions. */
export const removeBackupItemSchema = z.strictObject({
  revision: z.coerce.number().int().min(0),
  operator: operatorSchema,
});
export type RemoveBackupItem = z.infer<typeof removeBackupItemSchema>;
