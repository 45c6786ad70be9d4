const systemSchemas = new Set(['mysql', 'information_schema', 'performance_schema', 'sys']);

/** True for a schema that belongs to the server itself and is never watched. */
export function isSystemSchema(database: string): boolean {
  return systemSchemas.has(database.toLowerCase());
}
