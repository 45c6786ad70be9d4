// Stands before an S3 server and does to its requests what networks and busy servers do.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `slow`: a second later. `cut-body`: after a mebibyte of what is sent. `cut-answer`: the server has done it, and nobody hears. `cut-download`: after a mebibyte of the answer. */
export type S3Deed = 'pass' | 'slow' | 'refuse' | 'silent' | 'cut-body' | 'cut-answer' | 'cut-download';

/** What was asked, such as `PUT /backups/a?partNumber=1&uploadId=…`. */
type Decide = (asked: string) => S3Deed;

export interface S3Proxy {
  endpoint: string;
  /** What it does to requests from now on. */
  decide(how: Decide): void;
  /** Every request since the last `decide`. */
  readonly asked: string[];
  end(): Promise<void>;
}

const busy = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>';

export async function startS3Proxy(server: string): Promise<S3Proxy> {
  let how: Decide = () => 'pass';
  let asked: string[] = [];
  const listener = createServer((from, to) => {
    const what = `${from.method} ${from.url}`;
    asked.push(what);
    from.on('error', () => undefined);
    deeds[how(what)](from, to, server);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    decide: (next) => {
      [how, asked] = [next, []];
    },
    get asked() {
      return asked;
    },
    end: async () => {
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
    },
  };
}

const deeds: Record<S3Deed, (from: IncomingMessage, to: ServerResponse, server: string) => void> = {
  pass: (from, to, server) =>
    pass(from, to, server, (answer) => answer.pipe(to.writeHead(answer.statusCode!, answer.headers))),
  slow: (from, to, server) => void setTimeout(() => deeds.pass(from, to, server), 1_000),
  refuse: (from, to) => {
    from.resume();
    from.once('end', () => to.writeHead(503, { 'content-type': 'application/xml' }).end(busy));
  },
  silent: (from) => void from.resume(),
  'cut-body': (from) => void afterMebibyte(from, () => from.socket.destroy()),
  'cut-answer': (from, to, server) => pass(from, to, server, () => from.socket.destroy()),
  'cut-download': (from, to, server) =>
    pass(from, to, server, (answer) => {
      to.writeHead(answer.statusCode!, answer.headers);
      answer.on('data', (bytes: Buffer) => to.write(bytes));
      afterMebibyte(answer, () => from.socket.destroy());
    }),
};

/** The signature covers the host that was asked for: it goes on as it is. */
function pass(from: IncomingMessage, to: ServerResponse, server: string, answered: (answer: IncomingMessage) => void) {
  const { hostname, port } = new URL(server);
  const onward = request(
    { host: hostname, port, method: from.method, path: from.url, headers: from.headers },
    answered,
  );
  onward.on('error', () => to.destroy());
  from.on('close', () => {
    if (!from.complete) onward.destroy();
  });
  from.pipe(onward);
}

function afterMebibyte(stream: IncomingMessage, cut: () => void): void {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= 1 << 20) cut();
  });
}
