#!/usr/bin/env node
import { visibleText } from '@cutover/contracts';
import { messageOf } from '../failures/message-of.js';
import { commands } from './commands.js';
import { readSecret } from './read-secret.js';
import { runCommandLine } from './run-command-line.js';

// Who reads may take no more, as `head` does: the command goes on to its end, and what it has begun on a server is ended with it.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

runCommandLine(process.argv.slice(2), commands, {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  readSecret: (prompt) => readSecret(process.stdin, process.stderr, prompt),
  status: {
    isTerminal: process.stderr.isTTY === true,
    columns: () => process.stderr.columns ?? 80,
    write: (text) => void process.stderr.write(text),
  },
  onInterrupt,
  env: process.env,
}).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${visibleText(messageOf(error))}\n`);
    process.exitCode = 3;
  },
);

function onInterrupt(callback: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  // One Ctrl-C may send both, from the terminal and from npm. Neither may end the process before the statements on the
  // servers are ended.
  for (const signal of signals) process.on(signal, callback);
  return () => signals.forEach((signal) => process.off(signal, callback));
}
