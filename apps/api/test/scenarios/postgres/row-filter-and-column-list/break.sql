UPDATE "a ""t" SET "No" = 'own', "n" = 0;
UPDATE "a ""t" SET "d" = 'x' WHERE "r" = 7;
INSERT INTO "a ""t" VALUES (3, 'd3', 3, 'x');
