INSERT INTO t VALUES (1, '1 day'), (2, '1 month'), (3, '-1 day +00:00:01');
INSERT INTO keyed VALUES ('1 day', 1), ('1 year -3 days', 2);
