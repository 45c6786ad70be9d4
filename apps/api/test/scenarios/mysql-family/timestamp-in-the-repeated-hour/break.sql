SET time_zone = '+00:00';
UPDATE t SET v = '2025-10-26 01:30:00' WHERE id = 1;
