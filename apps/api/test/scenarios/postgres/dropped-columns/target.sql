DROP TABLE t;
CREATE TABLE t (gone int, id int PRIMARY KEY, too text, a text, b int);
ALTER TABLE t DROP gone, DROP too;
GRANT SELECT ON t TO cutover;
