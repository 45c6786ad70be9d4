INSERT INTO "we""ird 'Täble' 😀" VALUES (1, 'x', '%s', '$1', 2), (2, 'y', ':x', '%', 3);
INSERT INTO "UPPER" VALUES (1, 2);
