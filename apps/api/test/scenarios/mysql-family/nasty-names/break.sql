UPDATE `a b` SET `c a b` = 9 WHERE id = 2;
UPDATE `a.b` SET `c a.b` = 9 WHERE id = 2;
UPDATE `a``b` SET `c a``b` = 9 WHERE id = 2;
UPDATE `a'b` SET `c a'b` = 9 WHERE id = 2;
UPDATE `a"b` SET `c a"b` = 9 WHERE id = 2;
UPDATE `ünï` SET `c ünï` = 9 WHERE id = 2;
UPDATE `a\b` SET `c a\b` = 9 WHERE id = 2;
UPDATE `100%` SET `c 100%` = 9 WHERE id = 2;
UPDATE `Ж;--` SET `c Ж;--` = 9 WHERE id = 2;
