import { assembleScript } from '../../../repair/assemble-script.js';
import type { RepairSubject } from '../../../repair/repair-dialect.js';
import { mysqlFamilyRepair } from './repair-dialect.js';
import type { RepairTarget } from './repair-target.js';

const server = { serverId: '2', hostname: "db's, b", port: '3306' };
const subject: RepairSubject<RepairTarget> = {
  ...{ database: 'shop', name: 'orders\nx', position: '0-1-5', isComplete: true, now: '2026-01-01T00:00:00.000Z' },
  target: { server, triggers: [] },
  rows: { missing: 1, changed: 1, extra: 1 },
};
const text = (changes: Partial<RepairSubject<RepairTarget>>): string =>
  assembleScript(mysqlFamilyRepair, { ...subject, ...changes }, []).join('\n');

describe('the repair script', () => {
  it('removes what is in the way before it writes, and is never run by us: it says where to run it', () => {
    const lines = assembleScript(mysqlFamilyRepair, subject, [
      { kind: 'missing', removal: null, sql: 'INSERT' },
      { kind: 'changed', removal: 'REMOVE', sql: 'WRITE ANEW' },
      { kind: 'changed', removal: null, sql: 'UPDATE' },
      { kind: 'extra', removal: null, sql: 'DELETE' },
    ]);
    const statements = lines.filter((line) => !line.startsWith('--'));
    expect(statements[0]).toBe('SET SESSION sql_log_bin = 0;');
    expect(statements).toContainEqual(
      expect.stringMatching(
        /^SET @cutover_go = @@SESSION.sql_log_bin = 0 AND COALESCE\(@cutover_triggers, 0\) = 0 AND @@server_id = 2 AND /,
      ),
    );
    expect(statements.slice(statements.indexOf('START TRANSACTION READ WRITE;'))).toEqual([
      ...['START TRANSACTION READ WRITE;', 'SET @cutover_rows = 0;'],
      ...['DELETE', 'REMOVE', 'WRITE ANEW', 'UPDATE', 'INSERT', 'COMMIT;'],
      'SELECT @cutover_rows AS rows_repaired, 3 AS rows_that_differed;',
      'DROP TEMPORARY TABLE IF EXISTS `shop`.`cutover_aside`;',
      'SET @cutover_go = 0;',
      'SET SESSION foreign_key_checks = 1, sql_log_bin = 1 /*M!100201 , check_constraint_checks = 1 */;',
    ]);
    expect(lines.join('\n')).toMatch(/TARGET only/);
    expect(lines.filter((line) => line.startsWith('--')).join('')).not.toContain('\n');
  });

  it('warns when more rows differ than are named', () => {
    expect(text({ isComplete: false })).toContain('NOT COMPLETE');
    expect(text({})).not.toContain('NOT COMPLETE');
  });

  it('knows the target by its own names, in which nothing ends a text, and stops where they are not known', () => {
    expect(text({})).toMatch(
      /IF\(@@server_id = 2 AND BINARY @@hostname = BINARY _utf8mb4 X'[0-9a-f]+' AND @@port = 3306, 'NO_[^;]*', 'STOPPED: [^',]* \(server_id 2 on db\?s; b:3306\)'\);/,
    );
    expect(text({ target: null })).toMatch(
      /could not be asked[^]*IF\(1 = 0, @@SESSION.sql_mode, 'STOPPED: the target was/,
    );
  });

  it('holds names of tables in hexadecimal where they are text, line breaks and all', () => {
    expect(text({})).toContain(`EVENT_OBJECT_TABLE = _utf8mb4 X'${Buffer.from('orders\nx').toString('hex')}'`);
  });

  it('names the triggers that would fire, no others, and stops for those of the statements it holds', () => {
    const triggers = [
      { name: 'told', timing: 'AFTER', event: 'DELETE' as const },
      { name: 'kept', timing: 'BEFORE', event: 'INSERT' as const },
    ];
    const removing = text({ target: { server, triggers }, rows: { missing: 0, changed: 0, extra: 1 } });
    expect(removing).toMatch(/^-- The trigger told would fire \(AFTER DELETE\)\.$/m);
    expect(removing).not.toContain('kept');
    expect(removing).toContain("EVENT_MANIPULATION IN ('DELETE');");
    expect(text({ rows: { missing: 0, changed: 1, extra: 0 } })).toContain("IN ('DELETE', 'INSERT', 'UPDATE');");
  });

  it('says so where the account of Cutover sees no triggers', () => {
    expect(text({ target: { server, triggers: null } })).toContain('lacks the right TRIGGER');
    expect(text({})).not.toContain('lacks the right TRIGGER');
  });
});
