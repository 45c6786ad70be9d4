import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in answers. */
export interface AwsAnswers {
  instances: Record<string, { encrypted: boolean; kmsKeyId?: string; status?: string; host?: string }>;
  /** CloudWatch refuses to tell. */
  refusesLag?: boolean;
  /** Newest first; empty: no point. */
  lag: number[];
  /** FreeStorageSpace in bytes; absent: no point. */
  freeBytes?: number;
  /** Answers everything with this error of RDS. */
  error?: { status: number; code: string; message: string };
  /** Takes questions and never answers. */
  isSilent?: boolean;
}

/** The two questions of ours, as RDS (query protocol, XML) and CloudWatch (JSON) take them over HTTP. */
export class AwsStandIn {
  answers: AwsAnswers = { instances: {}, lag: [] };
  /** Authorization headers that were seen. */
  readonly signatures: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AwsStandIn> {
    const server = createServer();
    const standIn = new AwsStandIn(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        standIn.signatures.push(String(request.headers.authorization ?? ''));
        if (standIn.answers.isSilent === true) return;
        const isMetrics = String(request.headers['x-amz-target'] ?? '').endsWith('GetMetricData');
        if (isMetrics && standIn.answers.refusesLag === true) {
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
          response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'no metrics for x' }));
          return;
        }
        const [status, type, text] = isMetrics ? standIn.metrics() : standIn.describe(new URLSearchParams(body));
        response.writeHead(status, { 'content-type': type }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private describe(query: URLSearchParams): [number, string, string] {
    const { error, instances } = this.answers;
    if (error !== undefined) return failure(error);
    const name = query.get('DBInstanceIdentifier') ?? '';
    const found = instances[name];
    if (query.get('Action') !== 'DescribeDBInstances' || found === undefined)
      return failure({ status: 404, code: 'DBInstanceNotFound', message: `DBInstance ${name} not found.` });
    const { encrypted, kmsKeyId, status = 'available', host } = found;
    const address = host ?? `${name}.c9akciq32.eu-central-1.rds.amazonaws.com`;
    const endpoint = `<Endpoint><Address>${address}</Address><Port>3306</Port></Endpoint>`;
    const key = kmsKeyId === undefined ? '' : `<KmsKeyId>${kmsKeyId}</KmsKeyId>`;
    const instance = `<DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier><DBInstanceStatus>${status}</DBInstanceStatus><StorageEncrypted>${encrypted}</StorageEncrypted>${key}${endpoint}</DBInstance>`;
    return [
      200,
      'text/xml',
      `<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances>${instance}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
    ];
  }

  private metrics(): [number, string, string] {
    const { lag, freeBytes } = this.answers;
    const Timestamps = lag.map((_, index) => Math.floor(Date.now() / 60_000) * 60 - index * 60);
    const free = freeBytes === undefined ? [] : [freeBytes];
    const MetricDataResults = [
      { Id: 'lag', Label: 'ReplicaLag', StatusCode: 'Complete', Values: lag, Timestamps },
      ...[{ Id: 'free', Label: 'FreeStorageSpace', StatusCode: 'Complete', Values: free }].map((each) => ({
        ...each,
        Timestamps: free.map(() => Math.floor(Date.now() / 60_000) * 60),
      })),
    ];
    return [200, 'application/x-amz-json-1.0', JSON.stringify({ MetricDataResults })];
  }
}

function failure({ status, code, message }: NonNullable<AwsAnswers['error']>): [number, string, string] {
  return [
    status,
    'text/xml',
    `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  ];
}
