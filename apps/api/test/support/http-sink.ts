import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a sink took. */
export interface SunkRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** How a sink answers; to answer nothing is to hang for ever. */
export type SinkAnswer = (response: ServerResponse, request: SunkRequest) => void;

export const takesIt: SinkAnswer = (response) => response.end('ok');

/** A real HTTP server that keeps what it gets. */
export interface HttpSink {
  /** Without a path. */
  url: string;
  requests: SunkRequest[];
  /** How it answers from now on. */
  answer: SinkAnswer;
  end(): Promise<void>;
}

export async function openHttpSink(answer: SinkAnswer = takesIt): Promise<HttpSink> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const sunk = { path: request.url ?? '', headers: request.headers, body };
      sink.requests.push(sunk);
      sink.answer(response, sunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink: HttpSink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer,
    end: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}
