import { z } from 'zod';
import { instantSchema } from './primitives.js';

/** What AWS says of one side that is an instance, or a cluster, of Amazon RDS. null is unknown, and `reason` says why. */
export const rdsInstanceSchema = z
  .object({
    identifier: z
      .string()
      .nullable()
      .meta({ description: 'null: the name of the host does not tell it', example: 'shop-new' }),
    region: z.string().nullable().meta({ example: 'eu-central-1' }),
    kind: z.enum(['instance', 'cluster']),
    status: z.string().nullable().meta({ description: 'As AWS says it', example: 'available' }),
    storageEncrypted: z.boolean().nullable().meta({ description: 'StorageEncrypted' }),
    kmsKeyId: z.string().nullable().meta({ description: 'KmsKeyId: the key by which it is encrypted' }),
    replicaLagSeconds: z.number().nullable().meta({
      description: 'ReplicaLag of CloudWatch, up to some minutes old: see replicaLagAt; its -1 is null',
    }),
    replicaLagAt: instantSchema.nullable(),
    freeStorageBytes: z.number().nullable().meta({
      description:
        'FreeStorageSpace of CloudWatch; null of a cluster, whose storage grows by itself, and where it is unknown',
    }),
    reason: z.string().nullable(),
    action: z.string().nullable(),
    measuredAt: instantSchema,
  })
  .meta({ id: 'RdsInstance' });
export type RdsInstance = z.infer<typeof rdsInstanceSchema>;

/** Both sides; null: that side is not on RDS. */
export const rdsPairSchema = z
  .object({ source: rdsInstanceSchema.nullable(), target: rdsInstanceSchema.nullable() })
  .meta({ id: 'RdsPair' });
export type RdsPair = z.infer<typeof rdsPairSchema>;

/** Answer of `GET /api/migrations/:m/rds`. */
export const rdsAnswerSchema = z
  .object({ migration: z.string(), rds: rdsPairSchema.nullable().meta({ description: 'null: not asked yet' }) })
  .meta({ id: 'RdsAnswer' });
export type RdsAnswer = z.infer<typeof rdsAnswerSchema>;
