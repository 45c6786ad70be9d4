import { documentText, placedFaults, readText } from './document-text.js';

const document = { servers: [{ name: 'a', password: '${PW}', host: 'x' }], compression: 'gzip' };

it('reads what it writes', () => {
  const text = documentText(document, 4);
  expect(text).toMatch(/^# Configuration of backups, revision 4\..*\nbackups:\n {2}servers:\n {4}- name: a\n/s);
  expect(readText(text)).toEqual({ document, faults: [] });
  expect(readText(documentText({}, 0))).toEqual({ document: {}, faults: [] });
});

it('says where a text is wrong, and never what stands there', () => {
  const { faults } = readText('backups:\n  servers: [a: "hush\n');
  expect(faults[0]).toEqual({ path: 'text', message: expect.any(String), line: expect.any(Number) });
  expect(JSON.stringify(faults)).not.toContain('hush');
  expect(readText('servers: []').faults).toEqual([
    { path: 'backups', message: expect.stringContaining('on top'), line: 1 },
  ]);
  expect(readText('backups: {}\n\nstore: {}').faults).toEqual([
    { path: 'store', message: expect.stringContaining('leave backups: alone'), line: 3 },
  ]);
});

it('finds the line of a path, else of what it lies in', () => {
  const text = '# head\nbackups:\n  servers:\n    - { name: a, password: ${PW} }\n    - name: b\n      port: x\n';
  const lines = [
    'backups.servers[1].port: is wrong: no',
    'backups.servers[1].host: is missing',
    'backups.storages: is missing',
  ];
  expect(placedFaults(lines, text)).toEqual([
    { path: 'backups.servers[1].port', message: 'is wrong: no', line: 6 },
    { path: 'backups.servers[1].host', message: 'is missing', line: 5 },
    { path: 'backups.storages', message: 'is missing', line: 3 },
  ]);
  expect(placedFaults(lines.slice(0, 1), null)[0]?.line).toBeNull();
});
