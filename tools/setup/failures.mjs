// What failed, read out of the log of a step.

const longestFailure = 24;
const longestTail = 30;
/** How Jest, Vitest and node:test begin to tell of a test that failed; of coverage Jest tells in one line. */
const beginning = /^ *(?:● .+|Jest: .+|FAIL {2}.+ > .+|not ok \d+ - .+)$/;
/** Where Jest and Vitest stop telling of the test before: a summary, another file, what a file printed. */
const end =
  /^(?:(?:PASS|FAIL) [^>]+$| *● Console$|Test Suites: |Tests: | *Test Files {2}|=+ Coverage|Summary of all failing tests)/;
/** A line of a compiler, a linter or a formatter. */
const complaint = /\berror\b|^\[(?:warn|error)\]/i;

/** Pure: each failed test with its message, told once; where no test is named, the complaints; else the end of the log. */
export function failuresIn(text) {
  const lines = plain(text).split('\n');
  const found = new Map();
  let current = null;
  for (const line of lines) {
    if (end.test(line)) current = null;
    // A test that is told again in a summary is not told twice here.
    else if (beginning.test(line))
      current = found.has(line.trim()) ? null : found.set(line.trim(), []).get(line.trim());
    else current?.push(line);
  }
  if (found.size > 0) return [...found].map(([name, message]) => [name, ...shortened(message)].join('\n'));
  const complaints = lines.filter((line) => complaint.test(line));
  const told = complaints.length > 0 ? complaints : lines.filter((line) => line.trim() !== '');
  return [told.slice(-longestTail).join('\n')];
}

/**
 * Pure: the test files that failed, as Jest names them: relative to where it runs. None where Jest did not come to its end: files
 * that it never ran are not among those that it names.
 */
export function failedFilesIn(text) {
  if (!/^Ran all test suites/m.test(plain(text))) return [];
  const names = plain(text).matchAll(/^FAIL .*?(\S+\.spec\.ts)\b/gm);
  return [...new Set([...names].map(([, name]) => name))];
}

/** A message without empty lines and frames of the stack that lie in packages. */
function shortened(message) {
  return message
    .filter((line) => line.trim() !== '' && !/^\s+at .*(?:node_modules|node:internal)/.test(line))
    .slice(0, longestFailure);
}

/** Without colours, and without the name of the project that nx puts before each line. */
function plain(text) {
  return text.replace(/\u001b\[[0-9;]*m/g, '').replace(/^@[\w-]+\/[\w-]+: /gm, '');
}
