CREATE TABLE "a ""t" ("r" int PRIMARY KEY, "d" text, "n" int, "No" text);
ALTER TABLE "a ""t" REPLICA IDENTITY DEFAULT;
