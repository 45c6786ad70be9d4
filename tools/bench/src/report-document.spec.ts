import { preamble, withSection } from './report-document.js';

describe('withSection', () => {
  it('begins a document that is not there yet', () => {
    expect(withSection(null, 'Verify', 'new')).toBe(`${preamble.trimEnd()}\n\n### Verify\n\nnew\n`);
  });

  it('replaces its own section alone, and loses no other', () => {
    const before = '# Benchmarks\n\nlead\n\n### Watching\n\n| a |\n\n### Verify\n\nold\n\n### Later\n\nkept\n';
    expect(withSection(before, 'Verify', 'new\n\n| b |\n')).toBe(
      '# Benchmarks\n\nlead\n\n### Watching\n\n| a |\n\n### Verify\n\nnew\n\n| b |\n\n### Later\n\nkept\n',
    );
  });

  it('comes to the same when it is done twice', () => {
    const once = withSection('# Benchmarks\n\n### Watching\n\nw\n', 'Verify', 'v');
    expect(withSection(once, 'Verify', 'v')).toBe(once);
  });
});
