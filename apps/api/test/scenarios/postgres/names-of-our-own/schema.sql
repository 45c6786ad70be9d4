CREATE TABLE rows (k0 int, k1 text, n int, digest text, part int, d text, h text, r text, v0 text, t text, b text, v text, "count" int, PRIMARY KEY (k0, k1));
CREATE TABLE t (t int PRIMARY KEY, r int);
CREATE TABLE h (h text, digest text, part int);
