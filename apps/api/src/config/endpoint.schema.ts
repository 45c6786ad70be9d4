import { z } from 'zod';
import type { Engine } from '@cutover/contracts';
import { engineTerms } from './engine-terms.js';

/** A name that stands in URLs and paths. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and dashes (it stands in URLs)');

const tlsSchema = z
  .strictObject({
    ca: z
      .string()
      .optional()
      .meta({ description: 'File with the CA certificates to trust; without it the system CAs' }),
    cert: z.string().optional().meta({ description: 'File with our client certificate (mutual TLS)' }),
    key: z.string().optional().meta({ description: 'File with the key of the client certificate' }),
    verify: z.boolean().default(true).meta({ description: 'Verify the server certificate and host name; leave it on' }),
  })
  .refine((tls) => (tls.cert === undefined) === (tls.key === undefined), {
    path: ['cert'],
    message: 'cert and key go together',
  });

/** What is said of every server: where it is and how to log in. */
export const endpointKeys = z.strictObject({
  host: z.string().min(1).meta({ description: 'Host name or address of the database server' }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .meta({ description: 'TCP port; without it 3306, or 5432 with engine: postgres' }),
  database: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'With engine: postgres the database to connect to; no key of other engines' }),
  username: z.string().min(1).meta({ description: 'Account with the grants that check-config asks for' }),
  password: z.string().optional().meta({ description: 'Prefer ${ENV} or passwordFile over a literal' }),
  passwordFile: z
    .string()
    .optional()
    .meta({ description: 'File whose content is the password (one trailing newline is cut)' }),
  maxConnections: z.number().int().min(10).optional().meta({
    description:
      'With engine: postgres: the most connections that Cutover opens on this server; without it one for each database and 10 more',
  }),
  tls: tlsSchema.optional().meta({ description: 'Present: TLS is required and verified. Absent: plain connection' }),
  rds: z
    .boolean()
    .default(false)
    .meta({ description: 'Amazon RDS: use its stored procedures where SQL is not permitted' }),
  rdsInstance: z
    .strictObject({ identifier: z.string().min(1), region: z.string().min(1) })
    .optional()
    .meta({
      description: 'Where the host is no endpoint of RDS: which instance it is, so that AWS can be asked of it',
    }),
});

/** Which port is meant depends on the engine, which stands beside the endpoint. */
export function withPort<Side extends { port?: number | undefined }>(
  side: Side,
  engine: Engine,
): Side & { port: number } {
  return { ...side, port: side.port ?? engineTerms[engine].defaultPort };
}
