CREATE TABLE "we""ird 'Täble' 😀" ("the ""key""" int PRIMARY KEY, "select" text, "a
b" text, "%s $1 :x" text, "Ä" int);
CREATE TABLE "UPPER" ("ID" int PRIMARY KEY, id int);
