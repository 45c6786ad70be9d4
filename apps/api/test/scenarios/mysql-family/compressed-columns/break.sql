UPDATE t SET a = CONCAT(REPEAT('z', 4999), 'x') WHERE id = 1;
UPDATE t SET b = REPEAT('y', 399) WHERE id = 2;
