import { PassThrough } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import type { Compression } from '@cutover/contracts';
import { throughProgram, type Stage } from './through-program.js';

interface Compressing {
  /** What the file name ends with. */
  ending: string;
  compress(signal: AbortSignal): Stage;
  decompress(signal: AbortSignal): Stage;
  /** With stock tools; reads stdin. */
  decompressCommand: string | null;
}

/** Node 20 has no zstd of its own, and no package streams it with several threads: the program does. */
export const compressions: Readonly<Record<Compression, Compressing>> = {
  zstd: {
    ending: '.zst',
    compress: (signal) => throughProgram('zstd', ['-q', '-c', '-T0', '-3'], signal),
    decompress: (signal) => throughProgram('zstd', ['-q', '-d', '-c'], signal),
    decompressCommand: 'zstd -d -c',
  },
  gzip: {
    ending: '.gz',
    compress: () => createGzip(),
    decompress: () => createGunzip(),
    decompressCommand: 'gzip -d -c',
  },
  none: {
    ending: '',
    compress: () => new PassThrough(),
    decompress: () => new PassThrough(),
    decompressCommand: null,
  },
};
