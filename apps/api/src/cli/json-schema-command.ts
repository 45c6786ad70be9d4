import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../config/reading/config-shape.js';
import type { Command } from './command.js';

/** `schema`: prints the JSON Schema of cutover.yaml for editors, or writes it to a file (--write). */
export const jsonSchemaCommand: Command = {
  name: 'schema',
  usage: 'schema [--write FILE]',
  summary: 'prints the JSON Schema of the configuration file, for editors',
  options: { write: { type: 'string' } },
  async run(options, terminal) {
    const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
    if (typeof options.write === 'string') writeFileSync(options.write, text);
    else for (const line of text.trimEnd().split('\n')) terminal.print(line);
    return 0;
  },
};
