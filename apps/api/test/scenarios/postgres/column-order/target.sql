DROP TABLE t;
CREATE TABLE t (b int, a text, id int PRIMARY KEY);
GRANT SELECT ON t TO cutover;
