/** The one row of an answer of the driver. Throws where there is none. */
export function firstRow<Row>([rows]: [unknown, unknown]): Row {
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
  if (row === undefined) throw new Error('The server answered an identity question with no row');
  return row as Row;
}
