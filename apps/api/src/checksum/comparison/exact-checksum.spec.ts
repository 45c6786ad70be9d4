import type { ConnectionStatus } from '@cutover/contracts';
import { config, never, table } from '../../../test/support/checksum-stage.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { Clock } from '../../platform/clock.js';
import { Patience } from '../../proof/patience.js';
import type { ProofService } from '../../proof/proof.service.js';
import { mysqlFamilyComparison } from '../dialects/mysql-family/comparison-dialect.js';
import type { BarrierChecksum } from './barrier/barrier-checksum.js';
import type { BracketChecksum } from './bracket/bracket-checksum.js';
import { ExactChecksum } from './exact-checksum.js';
import type { ModeChooser } from './mode-chooser.js';
import type { SandwichChecksum } from './sandwich/sandwich-checksum.js';
import type { SequenceChecksum } from './sequence-checksum.js';
import type { SnapshotChecksum } from './snapshot/snapshot-checksum.js';

const reason = 'Rows of this engine are not compared yet';

describe('ExactChecksum', () => {
  afterEach(() => jest.restoreAllMocks());

  it('calls a table of an engine whose rows it cannot compare unverified, with the reason, and asks no server', async () => {
    jest.spyOn(mysqlFamilyComparison, 'obstacle').mockReturnValue(reason);
    const asked: string[] = [];
    const unexpected = (what: string) => (): never => {
      asked.push(what);
      throw new Error(`${what} was asked`);
    };
    const down = { state: 'down', lastFault: null };
    const connections = {
      get: unexpected('a connection'),
      snapshot: () => ({ source: down, target: down, sameServer: false }) as unknown as ConnectionStatus,
    } as unknown as ConnectionsService;
    const proof = { prove: unexpected('the definitions') } as unknown as ProofService;
    const compare = { compare: unexpected('the rows') };
    const engine = new ExactChecksum(
      ...([config, connections, proof, compare as unknown as SnapshotChecksum] as const),
      ...([compare as unknown as BarrierChecksum, compare as unknown as BracketChecksum] as const),
      ...([compare as unknown as SandwichChecksum, {} as ModeChooser] as const),
      compare as unknown as SequenceChecksum,
      {} as Clock,
    );
    const frame = { migration: 'shop', patience: new Patience(1), signal: never };
    const { finding, differences } = await engine.verifyTable(table('a'), frame);
    expect(finding).toMatchObject({ verdict: 'unverified', reason, mode: null, sourceRows: null });
    expect([asked, differences]).toEqual([[], []]);
  });
});
