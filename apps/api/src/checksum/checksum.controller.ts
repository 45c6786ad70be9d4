import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  checksumListQuerySchema,
  checksumListSchema,
  checksumResultSchema,
  checksumRunSchema,
  rowDifferencePageSchema,
  startRunSchema,
  tableChunkPageSchema,
  tablePageQuerySchema,
  type ChecksumList,
  type ChecksumListQuery,
  type ChecksumResult,
  type ChecksumRun,
  type RowDifferencePage,
  type StartRun,
  type TableChunkPage,
  type TablePageQuery,
} from '@cutover/contracts';
import { RequireRole } from '../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { ChecksumService } from './checksum.service.js';
import { TableEvidence } from './results/table-evidence.js';

/** A request without a body means every table, as `{}` does. */
const runRequestSchema = startRunSchema.prefault({});

const unknownTable = 'MIGRATION_UNKNOWN, TABLE_UNKNOWN, or RESULT_UNKNOWN while the table was never compared';
const storeRefusal = 'The store does not work (STORE_…)';

/** Documents the two parameters of a path that names a table. */
const ApiTable = (): MethodDecorator =>
  applyDecorators(
    ApiParam({ name: 'db', description: 'Database', example: 'shop' }),
    ApiParam({ name: 'table', description: 'Table', example: 'orders' }),
  );

/** The routes of runs come before those of tables: `/runs/:id` must not be read as a table of a database named runs. */
@ApiTags('checksums')
@ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
@ApiRefusals()
@Controller('api/migrations/:m/checksums')
export class ChecksumController {
  constructor(
    private readonly checksums: ChecksumService,
    private readonly evidence: TableEvidence,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Last verdicts of the tables',
    description:
      'One page of the tables, sorted by name, each with its last proof and, in `lastAttempt`, a later comparison that proved nothing; with the number of tables of each verdict and the id of the run under way. `state` selects one verdict, `search` the tables whose name contains a text.',
  })
  @ApiOkResponse({ standardSchema: checksumListSchema, description: 'One page' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong', 404: 'MIGRATION_UNKNOWN' })
  list(
    @Param('m') migration: string,
    @Query({ schema: checksumListQuerySchema }) query: ChecksumListQuery,
  ): ChecksumList {
    return this.checksums.list(migration, query);
  }

  @Post('runs')
  @HttpCode(202)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Start a verification run',
    description:
      'Compares the named tables, or all watched ones (`{}`). A scheduled round ends for it and goes on afterwards. While a requested run is under way another request is refused. GET the run to see how far it is.',
  })
  @ApiAcceptedResponse({ standardSchema: checksumRunSchema, description: 'The run has started' })
  @ApiRefusals({
    400: 'TABLE_UNKNOWN, or a malformed body',
    403: 'The role operator is needed',
    404: 'MIGRATION_UNKNOWN',
    409: 'RUN_ACTIVE: a requested run is under way',
    503: 'TABLES_UNKNOWN: the tables could not be read yet',
  })
  start(@Param('m') migration: string, @Body({ schema: runRequestSchema }) request: StartRun): Promise<ChecksumRun> {
    return this.checksums.start(migration, request);
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One run', description: 'How far it is, and the results of the tables that are done.' })
  @ApiParam({ name: 'id', description: 'Id of the run', example: '5f0d9b1e-8a43-4a55-9d2e-6d1a2f0c7f11' })
  @ApiOkResponse({ standardSchema: checksumRunSchema, description: 'The run' })
  @ApiRefusals({ 404: 'RUN_UNKNOWN or MIGRATION_UNKNOWN' })
  run(@Param('m') migration: string, @Param('id') id: string): Promise<ChecksumRun> {
    return this.checksums.run(migration, id);
  }

  @Delete('runs/:id')
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Cancel a run',
    description:
      'Ends the run and its statements on both servers, and answers when it has ended. Tables that are done keep their results.',
  })
  @ApiParam({ name: 'id', description: 'Id of the run', example: '5f0d9b1e-8a43-4a55-9d2e-6d1a2f0c7f11' })
  @ApiOkResponse({ standardSchema: checksumRunSchema, description: 'The run, cancelled' })
  @ApiRefusals({ 403: 'The role operator is needed', 404: 'RUN_UNKNOWN or MIGRATION_UNKNOWN', 409: 'RUN_ENDED' })
  cancel(@Param('m') migration: string, @Param('id') id: string): Promise<ChecksumRun> {
    return this.checksums.cancel(migration, id);
  }

  @Get(':db/:table')
  @ApiTable()
  @ApiOperation({
    summary: 'Last verdict of one table',
    description: 'URL-encode the database and the table separately.',
  })
  @ApiOkResponse({
    standardSchema: checksumResultSchema,
    description: 'Its last proof, with the last attempt where that proved nothing',
  })
  @ApiRefusals({ 404: unknownTable })
  result(@Param('m') migration: string, @Param('db') db: string, @Param('table') table: string): ChecksumResult {
    return this.checksums.result(migration, db, table);
  }

  @Get(':db/:table/chunks')
  @ApiTable()
  @ApiOperation({
    summary: 'Chunks of the last proof of one table',
    description:
      'Of its last comparison while it was never proved. The ranges of keys that were compared, in the order in which they were begun, each with its verdict and the position of the source. Keys are exact text; keys of bytes are hexadecimal.',
  })
  @ApiOkResponse({ standardSchema: tableChunkPageSchema, description: 'One page' })
  @ApiRefusals({ 400: 'INPUT_INVALID: cursor or limit', 404: unknownTable, 503: storeRefusal })
  chunks(
    @Param('m') migration: string,
    @Param('db') db: string,
    @Param('table') table: string,
    @Query({ schema: tablePageQuerySchema }) query: TablePageQuery,
  ): Promise<TableChunkPage> {
    return this.evidence.chunks(migration, db, table, query);
  }

  @Get(':db/:table/differences')
  @ApiTable()
  @ApiOperation({
    summary: 'Rows that differ',
    description:
      'In the order in which they were found. Each is named by its key; the first 100 have their values too, unless verification.showValues is false. `complete: false` means that more rows differ, or may differ, than are named.',
  })
  @ApiOkResponse({ standardSchema: rowDifferencePageSchema, description: 'One page' })
  @ApiRefusals({ 400: 'INPUT_INVALID: cursor or limit', 404: unknownTable, 503: storeRefusal })
  differences(
    @Param('m') migration: string,
    @Param('db') db: string,
    @Param('table') table: string,
    @Query({ schema: tablePageQuerySchema }) query: TablePageQuery,
  ): Promise<RowDifferencePage> {
    return this.evidence.differences(migration, db, table, query);
  }

  @Get(':db/:table/repair.sql')
  @ApiTable()
  @ApiOperation({
    summary: 'Repair statements',
    description:
      'A script that makes the target equal to the source. Read it, then run it by hand: Cutover never runs it. It stops on any other server, works in transactions, and changes a row only if that row is still as it was compared.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'The script', schema: { type: 'string' } })
  @ApiRefusals({ 403: 'VALUES_HIDDEN: verification.showValues is false', 404: unknownTable, 503: storeRefusal })
  async repair(
    @Param('m') migration: string,
    @Param('db') db: string,
    @Param('table') table: string,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.evidence.repair(migration, db, table), {
      type: 'text/plain; charset=utf-8',
      disposition: 'attachment; filename="repair.sql"',
    });
  }
}
