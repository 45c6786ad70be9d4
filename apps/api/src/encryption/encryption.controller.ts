import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  encryptionAnswerSchema,
  tablespaceListQuerySchema,
  type EncryptionAnswer,
  type TablespaceListQuery,
} from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { EncryptionService } from './encryption.service.js';

@ApiTags('encryption')
@ApiRefusals()
@Controller('api/migrations/:m/encryption')
export class EncryptionController {
  constructor(private readonly encryption: EncryptionService) {}

  @Get()
  @ApiOperation({
    summary: 'What is encrypted on the disks of both sides',
    description:
      'Progress by bytes, what lies beside the tables, keys and log files of source and target, and one page of the target’s tablespaces, what needs attention first. `state` selects one state. Of PostgreSQL nothing is measured: it has no encryption of its own.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: encryptionAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong', 404: 'MIGRATION_UNKNOWN' })
  show(
    @Param('m') migration: string,
    @Query({ schema: tablespaceListQuerySchema }) query: TablespaceListQuery,
  ): EncryptionAnswer {
    return this.encryption.answer(migration, query);
  }
}
