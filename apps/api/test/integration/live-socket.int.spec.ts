import { socketPath, type ServerToClientEvents } from '@cutover/contracts';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

const clients = 100;

describe('the live socket', () => {
  let product: Product;
  const sockets: Socket<ServerToClientEvents>[] = [];

  beforeAll(async () => {
    product = await startProduct(await labPair());
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(() => product.end());

  function connect(transports: string[] = ['websocket']): Socket<ServerToClientEvents> {
    const socket: Socket<ServerToClientEvents> = io(product.url, { path: socketPath, transports, forceNew: true });
    sockets.push(socket);
    return socket;
  }

  it('brings each new sample to 100 clients at once', async () => {
    const seen = Array.from({ length: clients }, () => new Set<string>());
    for (const samples of seen)
      connect().on('metrics_update', ({ data }) => data.replicaLag && samples.add(data.replicaLag.measuredAt));
    await eventually('every client has three samples', () => seen.every((samples) => samples.size >= 3));
  });

  it('works where only polling gets through', async () => {
    const samples = new Set<string>();
    connect(['polling']).on('metrics_update', ({ data }) => data.replicaLag && samples.add(data.replicaLag.measuredAt));
    await eventually('two samples by polling', () => samples.size >= 2);
  });

  it('tells what changes: the connection, the alert, the progress of a run', async () => {
    const lab = await labPair();
    const types = new Set<string>();
    const states: string[] = [];
    const socket = connect();
    socket.on('connection_status', ({ type, data }) => {
      types.add(type);
      states.push(data.target.state);
    });
    socket.on('alert', ({ type, data }) => data.type === 'connection_lost' && types.add(`${type} ${data.state}`));
    socket.on('checksum_progress', ({ type, data }) => types.add(`${type} ${data.state}`));
    await eventually('a run is followed', () => types.has('checksum_progress finished'));
    await lab.break('target-down');
    try {
      await eventually('the loss is told', () => types.has('connection_status') && types.has('alert firing'));
    } finally {
      await lab.mend('target-down');
    }
    await eventually('the recovery is told', () => types.has('alert resolved') && states.at(-1) === 'up');
  });

  it('reconnects by itself when the API comes back, and gives the snapshot again', async () => {
    const socket = connect();
    await new Promise((resolve) => socket.once('metrics_update', resolve));
    await product.kill();
    await eventually('the client has noticed', () => !socket.connected);
    const snapshot = new Promise((resolve) => socket.once('metrics_update', resolve));
    product = await product.restart();
    await snapshot;
  });
});
