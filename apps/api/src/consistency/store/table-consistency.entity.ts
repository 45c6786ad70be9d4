import { Entity } from 'typeorm';
import { TableResultEntity } from '../../store/table-results.js';

/** Last `ConsistencyResult` of one table. */
@Entity({ name: 'table_consistencies' })
export class TableConsistencyEntity extends TableResultEntity {}
