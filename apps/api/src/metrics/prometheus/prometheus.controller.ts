import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { PrometheusService } from './prometheus.service.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';

@ApiTags('prometheus')
@ApiRefusals()
@Controller('metrics')
export class PrometheusController {
  constructor(private readonly prometheus: PrometheusService) {}

  @Get()
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description: 'Names begin with `cutover_`, units are base units. An unknown figure is absent, never 0.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'Prometheus text format 0.0.4' })
  scrape(): Promise<string> {
    return this.prometheus.text();
  }
}
