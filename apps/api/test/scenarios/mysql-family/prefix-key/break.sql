UPDATE t SET k = 'abcdefG' WHERE v = 1;
