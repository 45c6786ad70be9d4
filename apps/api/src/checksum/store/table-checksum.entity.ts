import { Entity } from 'typeorm';
import { TableResultEntity } from '../../store/table-results.js';

/** Last `ChecksumResult` of one table. */
@Entity({ name: 'table_checksums' })
export class TableChecksumEntity extends TableResultEntity {}
