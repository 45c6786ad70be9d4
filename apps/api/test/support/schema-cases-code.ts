import { base, onSource, onTarget, told, type SchemaCase } from './schema-case.js';

/** Differences of triggers, routines, views and events. */
export const codeCases: readonly SchemaCase[] = [
  onSource(
    'trg_missing',
    'trigger',
    'trigger trg_m',
    "CREATE TRIGGER trg_m BEFORE INSERT ON $t FOR EACH ROW BEGIN SET NEW.b = 'x;y'; SET NEW.a = 1; END",
  ),
  onTarget('trg_extra', 'trigger', 'trigger trg_e', 'CREATE TRIGGER trg_e AFTER DELETE ON $t FOR EACH ROW SET @x = 1'),
  {
    name: 'trg_changed',
    both: [base('trg_changed')],
    source: [
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      'CREATE TRIGGER trg_c BEFORE UPDATE ON trg_changed FOR EACH ROW SET NEW."a" = 1',
      'SET SESSION sql_mode = DEFAULT',
    ],
    target: ['CREATE TRIGGER trg_c BEFORE UPDATE ON trg_changed FOR EACH ROW SET NEW.a = 1'],
    told: [told('trigger', 'trg_changed', 'trigger trg_c')],
  },
  {
    name: 'procedure',
    source: [
      "CREATE PROCEDURE pr (IN x INT, OUT y VARCHAR(10), INOUT z DECIMAL(10,2)) SQL SECURITY INVOKER COMMENT 'what it does' BEGIN DECLARE n INT DEFAULT 0; SET y = x; END",
    ],
    target: [
      'CREATE PROCEDURE pr (IN x INT, OUT y VARCHAR(10), INOUT z DECIMAL(10,2)) SQL SECURITY INVOKER BEGIN DECLARE n INT DEFAULT 1; SET y = x; END',
    ],
    told: [told('procedure', 'pr')],
  },
  {
    name: 'function',
    source: ["CREATE FUNCTION fn (x INT) RETURNS VARCHAR(20) DETERMINISTIC READS SQL DATA RETURN concat('a', x)"],
    told: [told('function', 'fn')],
  },
  {
    name: 'function_out',
    source: ['CREATE FUNCTION fn_out (OUT x INT) RETURNS INT DETERMINISTIC BEGIN SET x = 1; RETURN 1; END'],
    target: ['CREATE FUNCTION fn_out (IN x INT) RETURNS INT DETERMINISTIC BEGIN SET x = 1; RETURN 1; END'],
    told: [told('function', 'fn_out')],
    only: 'mariadb',
  },
  {
    name: 'quotes_of_a_mode',
    both: ['CREATE TABLE quoted (name VARCHAR(9))'],
    source: [
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      'CREATE PROCEDURE pr_quotes () SELECT "name" FROM quoted',
      'SET SESSION sql_mode = DEFAULT',
    ],
    target: [
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      "CREATE PROCEDURE pr_quotes () SELECT 'name' FROM quoted",
      'SET SESSION sql_mode = DEFAULT',
    ],
    told: [told('procedure', 'pr_quotes')],
  },
  {
    name: 'package',
    source: [
      'CREATE PROCEDURE pk () SELECT 1',
      'SET SESSION sql_mode = ORACLE',
      'CREATE PACKAGE pk AS FUNCTION a RETURN INT; FUNCTION b RETURN INT; END',
      'CREATE PACKAGE BODY pk AS FUNCTION a RETURN INT AS BEGIN RETURN 1; END; FUNCTION b RETURN INT AS BEGIN RETURN 1; END; END',
      'SET SESSION sql_mode = DEFAULT',
    ],
    target: [
      'CREATE PROCEDURE pk () SELECT 2',
      'SET SESSION sql_mode = ORACLE',
      'CREATE PACKAGE pk AS FUNCTION a RETURN INT; END',
      'CREATE PACKAGE BODY pk AS FUNCTION a RETURN INT AS BEGIN RETURN 1; END; FUNCTION b RETURN INT AS BEGIN RETURN 2; END; END',
      'SET SESSION sql_mode = DEFAULT',
    ],
    told: [told('procedure', 'pk'), told('package', 'pk'), told('package body', 'pk')],
    isBeyondStatements: ['package', 'package body'],
    only: 'mariadb',
  },
  {
    name: 'function_extra',
    target: ['CREATE FUNCTION fn_extra () RETURNS INT DETERMINISTIC RETURN 1'],
    told: [told('function', 'fn_extra')],
  },
  {
    name: 'view_missing',
    both: [base('view_base')],
    source: ["CREATE VIEW v_missing AS SELECT a, b FROM view_base WHERE b = 'it''s' WITH CASCADED CHECK OPTION"],
    told: [told('view', 'v_missing')],
  },
  {
    name: 'view_changed',
    source: ['CREATE VIEW v_changed AS SELECT a FROM view_base'],
    target: ['CREATE SQL SECURITY INVOKER VIEW v_changed AS SELECT a FROM view_base'],
    told: [told('view', 'v_changed')],
  },
  { name: 'view_extra', target: ['CREATE VIEW v_extra AS SELECT a FROM view_base'], told: [told('view', 'v_extra')] },
  {
    name: 'event_missing',
    source: [
      "CREATE EVENT ev_missing ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2036-01-01 03:00:00' COMMENT 'at night' DO BEGIN SET @a = 1; SET @b = 2; END",
    ],
    told: [told('event', 'ev_missing')],
  },
  {
    name: 'event_once',
    source: ["CREATE EVENT ev_once ON SCHEDULE AT '2036-01-01 03:00:00' ON COMPLETION PRESERVE DO SET @a = 1"],
    told: [told('event', 'ev_once')],
  },
  {
    name: 'event_status',
    source: ["CREATE EVENT ev_off ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00' DO SET @a = 1"],
    target: ["CREATE EVENT ev_off ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00' DISABLE DO SET @a = 1"],
    told: [told('event', 'ev_off')],
  },
];
