import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { RDSClient } from '@aws-sdk/client-rds';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { withinSignal } from '../platform/within-signal.js';
import type { RdsName } from './rds-name.js';

/** What is looked at of an instance or a cluster. */
export interface ToldInstance {
  status: string | null;
  /** Hosts by which it is reached. */
  endpoints: string[];
  storageEncrypted: boolean | null;
  kmsKeyId: string | null;
}

/** The newest points of CloudWatch. */
export interface ToldMetrics {
  /** null: there is none, or it is -1, which is unknown. */
  lag: { seconds: number; at: Date } | null;
  /** null: there is none. Of a cluster there is never one: its storage grows by itself. */
  freeStorageBytes: number | null;
}

/** One try may take so long, with its connection; there are two. Without throwing, the library would only warn. */
const settings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** CloudWatch has one point a minute, and the last one or two may not be there yet. */
const lookBackMs = 10 * 60_000;

/**
 * The questions that we ask AWS, all of them reading. Credentials come from where every tool of AWS takes them:
 * environment, profile, role. The library is loaded with the first question: who has no RDS pays nothing for it.
 */
@Injectable()
export class AwsApi implements BeforeApplicationShutdown {
  private readonly rds = new Map<string, Promise<RDSClient>>();
  private readonly cloudWatch = new Map<string, Promise<CloudWatchClient>>();

  /** null: AWS has no such instance that we may see. Rejects with the library's error. */
  describe(name: RdsName, signal: AbortSignal): Promise<ToldInstance | null> {
    return withinSignal(this.describeNow(name, signal), signal);
  }

  /** The newest points of ReplicaLag and FreeStorageSpace, in one question. Rejects with the library's error. */
  metrics(name: RdsName, now: Date, signal: AbortSignal): Promise<ToldMetrics> {
    return withinSignal(this.metricsNow(name, now, signal), signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const client of await Promise.all([...this.rds.values(), ...this.cloudWatch.values()])) client.destroy();
  }

  private async describeNow({ identifier, region, kind }: RdsName, signal: AbortSignal): Promise<ToldInstance | null> {
    const { DescribeDBClustersCommand, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds');
    const client = await this.rdsOf(region);
    const bounds = { abortSignal: signal };
    if (kind === 'cluster') {
      const command = new DescribeDBClustersCommand({ DBClusterIdentifier: identifier });
      const cluster = (await client.send(command, bounds)).DBClusters?.[0];
      return cluster === undefined
        ? null
        : toldOf(cluster, cluster.Status, [
            cluster.Endpoint,
            cluster.ReaderEndpoint,
            ...(cluster.CustomEndpoints ?? []),
          ]);
    }
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
    const instance = (await client.send(command, bounds)).DBInstances?.[0];
    return instance === undefined ? null : toldOf(instance, instance.DBInstanceStatus, [instance.Endpoint?.Address]);
  }

  private async metricsNow(
    { identifier, region, kind }: RdsName,
    now: Date,
    signal: AbortSignal,
  ): Promise<ToldMetrics> {
    const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const client = await this.cloudWatchOf(region);
    const Name = kind === 'cluster' ? 'DBClusterIdentifier' : 'DBInstanceIdentifier';
    const Dimensions = [{ Name, Value: identifier }];
    const query = (Id: string, MetricName: string, Stat: string): MetricDataQuery => ({
      ...{ Id, MetricStat: { Metric: { Namespace: 'AWS/RDS', MetricName, Dimensions }, Period: 60, Stat } },
    });
    const command = new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - lookBackMs),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        query('lag', 'ReplicaLag', 'Maximum'),
        ...(kind === 'cluster' ? [] : [query('free', 'FreeStorageSpace', 'Minimum')]),
      ],
    });
    const results = (await client.send(command, { abortSignal: signal })).MetricDataResults ?? [];
    const newest = (id: string): { value: number | undefined; at: Date | undefined } => {
      const result = results.find(({ Id }) => Id === id);
      return { value: result?.Values?.[0], at: result?.Timestamps?.[0] };
    };
    const { value: seconds, at } = newest('lag');
    return {
      lag: seconds === undefined || at === undefined || seconds < 0 ? null : { seconds, at },
      freeStorageBytes: newest('free').value ?? null,
    };
  }

  private rdsOf(region: string): Promise<RDSClient> {
    return remembered(this.rds, region, async () => {
      const { RDSClient } = await import('@aws-sdk/client-rds');
      return new RDSClient({ region, ...settings });
    });
  }

  private cloudWatchOf(region: string): Promise<CloudWatchClient> {
    return remembered(this.cloudWatch, region, async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatchClient({ region, ...settings });
    });
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function toldOf(
  { StorageEncrypted, KmsKeyId }: { StorageEncrypted?: boolean | undefined; KmsKeyId?: string | undefined },
  status: string | undefined,
  endpoints: readonly (string | undefined)[],
): ToldInstance {
  const told = endpoints.filter((endpoint) => endpoint !== undefined);
  return {
    status: status ?? null,
    endpoints: told,
    storageEncrypted: StorageEncrypted ?? null,
    kmsKeyId: KmsKeyId ?? null,
  };
}
