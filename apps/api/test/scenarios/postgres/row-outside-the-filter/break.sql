-- The source has this one too; replication would have deleted it.
INSERT INTO t VALUES (10, -40);
-- And these are on the target alone.
INSERT INTO u VALUES (200, NULL), (201, 0);
