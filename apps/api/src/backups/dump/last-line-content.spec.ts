import { LastLineContent } from './last-line-content.js';

const last = '-- Dump completed';
function faultOf(...pieces: string[]): string | null {
  const content = new LastLineContent(last);
  for (const piece of pieces) content.watch(Buffer.from(piece));
  return content.fault();
}

it('is whole with its last line, also in pieces and with a word of the client after it', () => {
  expect(faultOf(`CREATE ROLE a;\n${last} on 2026-11-27\n`)).toBeNull();
  expect(faultOf('CREATE ROLE a;\n-- Dump', ' completed\n\\unrestrict x\n')).toBeNull();
});

it('is not whole without it, cut within it, or with it far from the end', () => {
  const fault = expect.stringContaining(`(${last})`) as string;
  expect(faultOf('CREATE ROLE a;\n')).toEqual(fault);
  expect(faultOf('CREATE ROLE a;\n-- Dump compl')).toEqual(fault);
  expect(faultOf(`\n${last}\n`, 'x'.repeat(5_000))).toEqual(fault);
  expect(faultOf()).toEqual(fault);
});
