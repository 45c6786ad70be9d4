#!/usr/bin/env node
import { commands } from './commands.js';
import { readSecret } from './read-secret.js';
import { runCommandLine } from './run-command-line.js';

runCommandLine(process.argv.slice(2), commands, {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  readSecret: (prompt) => readSecret(process.stdin, process.stderr, prompt),
  env: process.env,
}).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  },
);
