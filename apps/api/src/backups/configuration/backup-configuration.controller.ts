import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  backupConfigurationCheckSchema,
  backupConfigurationSchema,
  checkBackupConfigurationSchema,
  removeBackupItemSchema,
  saveBackupConfigurationSchema,
  saveBackupItemSchema,
  type BackupConfiguration,
  type BackupConfigurationCheck,
  type CheckBackupConfiguration,
  type RemoveBackupItem,
  type SaveBackupConfiguration,
  type SaveBackupItem,
  type Session,
} from '@cutover/contracts';
import { z } from 'zod';
import { CurrentSession } from '../../platform/access/current-session.decorator.js';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { whoIs } from '../../platform/access/who-is.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupConfigurationService, itemLists, type Change, type ItemList } from './backup-configuration.service.js';

const listSchema = z.enum(itemLists);

const refusals = {
  400: 'BACKUP_CONFIGURATION_INVALID: `details` names each fault by its path',
  403: 'The role operator is needed',
  409: 'BACKUP_CONFIGURATION_CHANGED: somebody else has changed it since that revision. BACKUP_SEAL_KEY_MISSING: it holds a secret that cannot be sealed',
  503: 'The store does not work: nothing was changed. BACKUP_CONFIGURATION_UNKNOWN: it has not told yet what counts',
};
const unknown = { 503: 'BACKUP_CONFIGURATION_UNKNOWN: the store has not told yet what counts; the message says why' };
const ApiItem = (): MethodDecorator => ApiParam({ name: 'name', description: 'Name of the item', example: 'shop-db' });
const ApiList = (): MethodDecorator =>
  ApiParam({ name: 'list', description: 'Which list it stands in', enum: itemLists });

const changeOf = (
  { revision, operator }: { revision: number; operator?: string | undefined },
  session: Session,
): Change => ({
  ...{ revision, by: whoIs(session, operator) },
});

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups/configuration')
export class BackupConfigurationController {
  constructor(private readonly configuration: BackupConfigurationService) {}

  @Get()
  @ApiOperation({
    summary: 'Configuration of backups',
    description: 'The one that counts now, from the store or the file, without its secrets.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationSchema, description: 'With who changed it last' })
  @ApiRefusals(unknown)
  get(): Promise<BackupConfiguration> {
    return this.configuration.get();
  }

  @Get('export')
  @Header('Content-Type', 'application/yaml; charset=utf-8')
  @ApiProduces('application/yaml')
  @ApiOperation({ summary: 'The same as YAML', description: 'With `backups:` on top, and without its secrets.' })
  @ApiRefusals(unknown)
  async export(): Promise<string> {
    return (await this.configuration.get()).text;
  }

  @Put()
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Change it',
    description:
      'By the rules of the file. It counts at once, without a restart, and for other processes on the same store within seconds. `********` keeps the secret of the item of that name, as long as host, port, account and TLS stay the same.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationSchema, description: 'What counts now' })
  @ApiRefusals(refusals)
  save(
    @Body({ schema: saveBackupConfigurationSchema }) body: SaveBackupConfiguration,
    @CurrentSession() session: Session,
  ): Promise<BackupConfiguration> {
    return this.configuration.save(body, changeOf(body, session));
  }

  @Delete()
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Go back to the file',
    description: 'What stands under `backups:` in cutover.yaml, as it was when Cutover was started, counts again.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationSchema, description: 'What counts now' })
  @ApiRefusals({
    ...{ 400: 'INPUT_INVALID: a parameter is wrong', 403: refusals[403], 503: refusals[503] },
    409: 'BACKUP_CONFIGURATION_OF_FILE: the file counts already. BACKUP_CONFIGURATION_CHANGED: somebody else has changed it since that revision',
  })
  reset(
    @Query({ schema: removeBackupItemSchema }) query: RemoveBackupItem,
    @CurrentSession() session: Session,
  ): Promise<BackupConfiguration> {
    return this.configuration.reset(changeOf(query, session));
  }

  @Post('check')
  @HttpCode(200)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Check a configuration',
    description: 'What saving it would come to. Nothing is changed, and no server is asked.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationCheckSchema, description: 'Faults, changes and next times' })
  @ApiRefusals({ 400: 'The body is wrong; `details` names the field', 403: refusals[403], ...unknown })
  check(@Body({ schema: checkBackupConfigurationSchema }) body: CheckBackupConfiguration): BackupConfigurationCheck {
    return this.configuration.check(body);
  }

  @Put(':list/:name')
  @RequireRole('operator')
  @ApiList()
  @ApiItem()
  @ApiOperation({
    summary: 'Add or replace a server (to back up, or to restore to), a storage or a schedule',
    description: 'By all rules of the whole. A secret is kept by `********`, as there.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationSchema, description: 'What counts now' })
  @ApiRefusals(refusals)
  saveItem(
    @Param('list', { schema: listSchema }) list: ItemList,
    @Param('name') name: string,
    @Body({ schema: saveBackupItemSchema }) body: SaveBackupItem,
    @CurrentSession() session: Session,
  ): Promise<BackupConfiguration> {
    return this.configuration.saveItem(list, name, body.item, changeOf(body, session));
  }

  @Delete(':list/:name')
  @RequireRole('operator')
  @ApiList()
  @ApiItem()
  @ApiOperation({
    summary: 'Remove a server (to back up, or to restore to), a storage or a schedule',
    description:
      'Those of a server stay where they are. Those of a schedule are kept from then on as their storages say: hold what is to stay.',
  })
  @ApiOkResponse({ standardSchema: backupConfigurationSchema, description: 'What counts now' })
  @ApiRefusals({ ...refusals, 404: 'BACKUP_ITEM_UNKNOWN' })
  removeItem(
    @Param('list', { schema: listSchema }) list: ItemList,
    @Param('name') name: string,
    @Query({ schema: removeBackupItemSchema }) query: RemoveBackupItem,
    @CurrentSession() session: Session,
  ): Promise<BackupConfiguration> {
    return this.configuration.removeItem(list, name, changeOf(query, session));
  }
}
