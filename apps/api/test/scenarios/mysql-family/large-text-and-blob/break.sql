UPDATE t SET a = INSERT(a, 30000, 1, 'b') WHERE id = 1;
UPDATE t SET b = INSERT(b, 100000, 1, 'e') WHERE id = 2;
UPDATE t SET c = INSERT(c, 150000, 1, X'01') WHERE id = 3;
