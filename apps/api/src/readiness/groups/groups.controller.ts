import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { migrationGroupSchema, type MigrationGroup } from '@cutover/contracts';
import { z } from 'zod';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { GroupsService } from './groups.service.js';

@ApiTags('migrations')
@ApiRefusals()
@Controller('api/groups')
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @ApiOperation({
    summary: 'List migrations of several databases',
    description:
      'A migration that names several databases is watched in parts, one for each: `/api/migrations` lists them. Here is the one answer for all databases of each.',
  })
  @ApiOkResponse({
    standardSchema: z.array(migrationGroupSchema),
    description: 'Empty where no migration names several',
  })
  list(): MigrationGroup[] {
    return this.groups.list();
  }

  @Get(':g')
  @ApiOperation({
    summary: 'May we switch all databases of a migration',
    description:
      'One that is not safe makes the answer not safe; one that cannot be told makes it cannot tell. Only when every database is safe is it safe.',
  })
  @ApiParam({ name: 'g', description: 'Name of the migration in the configuration', example: 'shop' })
  @ApiOkResponse({ standardSchema: migrationGroupSchema, description: 'As it is known now' })
  @ApiRefusals({ 404: 'GROUP_UNKNOWN' })
  one(@Param('g') name: string): MigrationGroup {
    return this.groups.one(name);
  }
}
