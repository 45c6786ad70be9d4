UPDATE "we""ird 'Täble' 😀" SET "a
b" = '!' WHERE "the ""key""" = 2;
UPDATE "UPPER" SET id = 3;
