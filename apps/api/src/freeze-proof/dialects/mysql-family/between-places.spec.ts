import { isOfTheLog } from './between-places.js';

it.each([
  [['Rotate', 'Format_desc', 'Gtid_list', 'Binlog_checkpoint'], true],
  [['Rotate', 'Format_desc', 'Start_encryption', 'Gtid_list', 'Stop'], true],
  [['Rotate', 'Format_desc', 'Previous_gtids'], true],
  [[], true],
  [['Rotate', 'Format_desc', 'Gtid_list', 'Gtid', 'Query'], false],
  [['Anonymous_Gtid'], false],
  [['An event of a later version'], false],
])('tells of %p whether the server wrote them for itself: %p', (types, isQuiet) =>
  expect(isOfTheLog(types.map((Event_type) => ({ Event_type })))).toBe(isQuiet),
);
