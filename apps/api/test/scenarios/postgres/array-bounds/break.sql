UPDATE t SET a = '[0:1]={1,2}' WHERE id = 1;
UPDATE t SET b = '{{a,b}}' WHERE id = 2;
UPDATE t SET c = '{}' WHERE id = 3;
