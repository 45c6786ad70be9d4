UPDATE t SET o = '((0,0),(1,1))' WHERE id = 1;
UPDATE t SET p = '(NaN,0)' WHERE id = 2;
