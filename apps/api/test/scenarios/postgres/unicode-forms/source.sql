INSERT INTO t VALUES (1, U&'\00E9'), (2, U&'e\0301'), (3, U&'\200B'), (4, U&'\+01F600');
