import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { healthSchema, livenessSchema, type Health, type Liveness } from '@cutover/contracts';
import { Public } from '../platform/access/public.decorator.js';
import { productVersion } from '../platform/product-version.js';
import { MigrationsService } from './migrations.service.js';

@ApiTags('health')
@Public()
@Controller('api/health')
export class HealthController {
  constructor(private readonly migrations: MigrationsService) {}

  @Get()
  @ApiOperation({
    summary: 'Readiness',
    description: 'Connection state of both sides of every migration. Needs no login, gives no secrets.',
  })
  @ApiOkResponse({ standardSchema: healthSchema, description: 'Every side answers' })
  @ApiServiceUnavailableResponse({ standardSchema: healthSchema, description: 'At least one side does not answer' })
  health(@Res({ passthrough: true }) response: { status(code: number): unknown }): Health {
    const health = this.migrations.health();
    response.status(health.status === 'ok' ? 200 : 503);
    return health;
  }

  @Get('live')
  @ApiOperation({ summary: 'Liveness', description: '200 while the process serves, whatever the databases do.' })
  @ApiOkResponse({ standardSchema: livenessSchema, description: 'The process serves' })
  live(): Liveness {
    return { status: 'ok', version: productVersion };
  }
}
