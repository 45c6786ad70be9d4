import { types, type CustomTypesConfig } from 'pg';

/** bool, int2, int4, oid, and arrays of text and name: all that becomes a value of JavaScript without loss. */
const parsed: ReadonlySet<number> = new Set([16, 21, 23, 26, 1009, 1003]);

const asText = (text: string): string => text;

/** No value may be rounded or shifted on its way: all others come as the server prints them. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsed.has(oid) ? (types.getTypeParser(oid, format as 'text') as (text: string) => unknown) : asText,
} as CustomTypesConfig;
