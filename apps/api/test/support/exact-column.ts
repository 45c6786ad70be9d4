import type { ExactColumn } from '../../src/checksum/dialects/mysql-family/definition/exact-definition.js';
import type { DigestPlan } from '../../src/checksum/dialects/mysql-family/digest/digest-plan.js';
import { chooseDigest } from '../../src/checksum/dialects/mysql-family/digest/digest-method.js';

/** A column for tests: NOT NULL, stored, utf8mb4 where its type is text. */
export function aColumn(name: string, dataType: string, changes: Partial<ExactColumn> = {}): ExactColumn {
  const isText = /char|text|set|enum/.test(dataType);
  return {
    ...{ name, dataType, columnType: dataType, isNullable: false, generation: 'plain', isInvisible: false },
    ...{ charset: isText ? 'utf8mb4' : null, collation: isText ? 'utf8mb4_bin' : null },
    octetLength: isText ? 40n : null,
    ...changes,
  };
}

/** A plan for tests over shop.orders. */
export function aPlan(columns: readonly ExactColumn[], key: readonly string[] | null = ['id']): DigestPlan {
  const modern = { flavor: 'mariadb', versionNumber: 101106 } as const;
  return {
    ...{ database: 'shop', table: 'orders', columns, row: 'ROW', uniqueColumns: key ?? [] },
    isSequence: false,
    method: chooseDigest(modern, modern, key !== null),
    key: key === null ? null : { index: 'PRIMARY', columns: [...key] },
  };
}
