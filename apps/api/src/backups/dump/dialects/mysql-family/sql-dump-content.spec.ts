import { createHash } from 'node:crypto';
import { SqlDumpContent } from './sql-dump-content.js';

/** As mariadb-dump 10.11 prints it, shortened. */
const dump = `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.18-MariaDB, for debian-linux-gnu (x86_64)
-- Server version	10.11.18-MariaDB-0+deb12u1-log

--
-- Table structure for table \`empty\`
--

CREATE TABLE \`empty\` (
  \`id\` int(11) DEFAULT NULL
) ENGINE=InnoDB;

--
-- Dumping data for table \`empty\`
--

LOCK TABLES \`empty\` WRITE;
UNLOCK TABLES;

--
-- Dumping data for table \`t\`
--

INSERT INTO \`t\` VALUES
(1,'a\\nb(c',0x00),
(2,'-- Dump completed',NULL),
(3,'x\\'y\\\\;',0x7A);
INSERT INTO \`t\` VALUES
(4,'${'long '.repeat(2000)}',NULL);
UNLOCK TABLES;
DELIMITER ;;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN
-- Dumping data for table \`of a trigger\`
INSERT INTO empty VALUES
(1);
END */;;
DELIMITER ;

--
-- Dumping data for table \`we\`\`ird\`
--

INSERT INTO \`we\`\`ird\` VALUES
(1);

-- SET GLOBAL gtid_slave_pos='0-7-6,1-9-12';

-- Dump completed on 2026-11-27  7:26:56
`;

function read(text: string, chunkBytes: number): SqlDumpContent {
  const content = new SqlDumpContent();
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunkBytes) content.watch(bytes.subarray(from, from + chunkBytes));
  return content;
}

it.each([1, 7, 64, 1_000_000])('counts the rows of each table, in chunks of %d bytes', (chunkBytes) => {
  const content = read(dump, chunkBytes);
  expect(content.fault()).toBeNull();
  expect(content.facts()).toMatchObject({
    position: '0-7-6,1-9-12',
    serverVersion: '10.11.18-MariaDB-0+deb12u1-log',
    rowCounts: new Map([
      ['empty', 0n],
      ['t', 4n],
      ['we`ird', 1n],
    ]),
  });
});

it('is no whole dump without its last line, wherever it was cut', () => {
  for (let end = 0; end < dump.indexOf('-- Dump completed on'); end += 97)
    expect(read(dump.slice(0, end), 4096).fault()).toContain('without its last line');
  expect(read(dump.trimEnd(), 4096).fault()).toBeNull();
  expect(read(`${dump}INSERT INTO \`t\` VALUES\n(1`, 4096).fault()).toContain('without its last line');
});

it.each([1, 7, 64, 1_000_000])('has a digest of the rows of each table, in chunks of %d bytes', (chunkBytes) => {
  const digests = read(dump, chunkBytes).facts().tableDigests;
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(digests).toEqual(
    new Map([
      ['empty', sha256('')],
      [
        't',
        sha256(
          dump.slice(dump.indexOf("(1,'a"), dump.indexOf('INSERT INTO `t` VALUES\n(4')) +
            dump.slice(dump.indexOf("(4,'long"), dump.indexOf('UNLOCK TABLES;\nDELIMITER')),
        ),
      ],
      ['we`ird', sha256('(1);\n')],
    ]),
  );
  const changed = read(dump.replace("(2,'--", "(2,'~~"), chunkBytes).facts().tableDigests;
  expect([...(changed ?? [])].filter(([table, digest]) => digests?.get(table) !== digest)).toEqual([
    ['t', expect.any(String)],
  ]);
});

it('counts no rows where they stand in the line of their INSERT', () => {
  expect(read(dump.replace('VALUES\n(1);\n\n', 'VALUES (1),(2);\n'), 4096).facts().rowCounts).toBeNull();
});
