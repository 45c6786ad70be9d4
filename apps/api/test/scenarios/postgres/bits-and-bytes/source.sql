INSERT INTO t VALUES (1, B'101', B'', '\x00ff'), (2, B'000', B'0', '\x'), (3, NULL, B'00', '\x2300');
INSERT INTO keyed VALUES ('\x', B'1'), ('\x00', B'01'), ('\x5c27', B'001'), ('\xff', B'0');
