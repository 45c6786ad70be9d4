CREATE TABLE moved (id int);
DROP TABLE other;
CREATE TABLE other (id int PRIMARY KEY);
GRANT SELECT ON other TO cutover;
