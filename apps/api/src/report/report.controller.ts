import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { reportKeySchema, signedReportSchema, type ReportKey, type Session } from '@cutover/contracts';
import { CurrentSession } from '../platform/access/current-session.decorator.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { renderReport } from './html/render-report.js';
import { reportText } from './report-text.js';
import { ReportService } from './report.service.js';

@ApiTags('readiness')
@ApiRefusals()
@Controller('api')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get('migrations/:m/readiness/report')
  @ApiOperation({
    summary: 'The report for the auditor',
    description:
      'Verdict, checks, verification coverage with positions, and all evidence, at one moment, signed. `npm run cutover -- verify-report FILE` verifies it.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: signedReportSchema, description: 'Made now' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  // As text: it is verified byte for byte.
  async show(@Param('m') migration: string, @CurrentSession() session: Session): Promise<string> {
    return reportText(await this.reports.signed(migration, session.name));
  }

  @Get('migrations/:m/readiness/report.html')
  @ApiOperation({
    summary: 'The same as one page to print',
    description: 'It needs nothing else, and holds the signed data.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'The page' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  // Its style stands in the page; nothing is run, and nothing is loaded.
  @Header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  async page(@Param('m') migration: string, @CurrentSession() session: Session): Promise<string> {
    return renderReport(await this.reports.signed(migration, session.name));
  }

  @Get('report-key')
  @ApiOperation({
    summary: 'The key by which reports are signed',
    description: 'Compare its fingerprint with that of a report.',
  })
  @ApiOkResponse({ standardSchema: reportKeySchema, description: 'It never changes while the store is kept' })
  key(): Promise<ReportKey> {
    return this.reports.key();
  }
}
