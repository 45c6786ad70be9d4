import { parseRequest, UsageError } from './cli/arguments.js';
import { runCommand } from './cli/commands.js';
import { renderUsage } from './cli/usage.js';
import { LabError } from './lab.errors.js';

try {
  const request = parseRequest(process.argv.slice(2));
  if (request === 'help') console.log(renderUsage());
  else await runCommand(request, { result: (text) => console.log(text), progress: (line) => console.error(line) });
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${renderUsage()}`);
    process.exitCode = 2;
  } else if (error instanceof LabError) {
    console.error([error.message, error.advice].filter(Boolean).join('\n'));
    process.exitCode = 1;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
