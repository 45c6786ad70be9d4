// What failed, out of all that a test runner printed.

/** Lines that are shown of one failure. */
const linesEach = 30;
/** Lines that are shown of output in which no failure is marked. */
const lastLines = 60;

/**
 * Pure: the failures in the output of Jest (`● suite › test`) and Vitest (`FAIL file > test`), each once with its
 * message; the end of the output where there are none, for example of a compiler.
 */
export function failuresIn(output) {
  const lines = output.split('\n');
  const seen = new Set();
  const found = [];
  lines.forEach((line, index) => {
    const name = /^(?:\S+: {2}|\S*> )?\s*(?:●|FAIL) +(.* (?:›|>) .*)$/.exec(line)?.[1];
    if (name === undefined || seen.has(name)) return;
    seen.add(name);
    const rest = lines.slice(index + 1, index + linesEach);
    const end = rest.findIndex((next) => /^\s*(?:●|FAIL|PASS) /.test(next));
    found.push([`● ${name}`, ...(end < 0 ? rest : rest.slice(0, end))].join('\n').trimEnd());
  });
  return found.length > 0 ? found.join('\n\n') : lines.slice(-lastLines).join('\n');
}
