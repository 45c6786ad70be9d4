import { quoteText } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';

export interface CommentRow {
  db: string;
  type: string;
  identity: string;
  comment: string;
}

/** In whole schemas, of what does not belong to an extension. */
export const commentsSelect = `
  SELECT o.schema AS db, o.type, o.identity, d.description AS comment
  FROM pg_catalog.pg_description d
  CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  WHERE d.objoid >= 16384 AND o.schema = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.deptype = 'e' AND e.classid = d.classoid AND e.objid = d.objoid)`;

/** Types of which COMMENT ON takes the name as the server prints it. */
const plain =
  /^(table|view|materialized view|sequence|index|function|procedure|aggregate|type|foreign table|statistics object)$/;

/** Pure: comments, each by what it is of. */
export function commentObjects(rows: readonly CommentRow[]): SchemaObject[] {
  return rows.map(({ db, type, identity, comment }) => {
    const of = / column$/.test(type) ? 'COLUMN' : plain.test(type) ? type.replace(' object', '').toUpperCase() : null;
    const say = (text: string): string[] | null => (of === null ? null : [`COMMENT ON ${of} ${identity} IS ${text}`]);
    return {
      ...{ kind: 'comment', database: db, object: identity, part: type, within: db },
      ...{ shown: comment, compared: comment, make: say(quoteText(comment)), remove: say('NULL') },
      changeInto: say(quoteText(comment)),
    };
  });
}
