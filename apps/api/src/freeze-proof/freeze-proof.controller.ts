import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  freezeProofAnswerSchema,
  freezeProofSchema,
  startFreezeProofSchema,
  type FreezeProof,
  type FreezeProofAnswer,
  type Session,
  type StartFreezeProof,
} from '@cutover/contracts';
import { CurrentSession } from '../platform/access/current-session.decorator.js';
import { RequireRole } from '../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { FreezeProofService } from './freeze-proof.service.js';

/** A request without a body waits for the operator's freeze, or freezes where that is allowed. */
const requestSchema = startFreezeProofSchema.prefault({});

@ApiTags('readiness')
@ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
@ApiRefusals()
@Controller('api/migrations/:m/readiness/freeze-proof')
export class FreezeProofController {
  constructor(private readonly proofs: FreezeProofService) {}

  @Get()
  @ApiOperation({
    summary: 'The running or last freeze proof',
    description: 'Seven lights with their evidence, the clock of the freeze budget, and what was written since.',
  })
  @ApiOkResponse({ standardSchema: freezeProofAnswerSchema, description: 'The proof; null: none was started yet' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): FreezeProofAnswer {
    return this.proofs.answer(migration);
  }

  @Post()
  @HttpCode(202)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Start a freeze proof',
    description:
      'Waits for your freeze of the source (read_only), or freezes it where readiness.freezeProof.allowFreeze is true and `freeze` is not false; then looks at the seven lights. Safe to repeat. Follow it with GET, or on the socket (`freeze_proof`).',
  })
  @ApiAcceptedResponse({ standardSchema: freezeProofSchema, description: 'The proof has started' })
  @ApiRefusals({
    400: 'TABLE_UNKNOWN, or a malformed body',
    403: 'The role operator is needed',
    404: 'MIGRATION_UNKNOWN',
    409: 'PROOF_ACTIVE: one is under way; FREEZE_NOT_ALLOWED; TARGET_WRITTEN: the application has moved already; NOT_BUILT: not for this engine',
    503: 'SIDE_DOWN: a side does not answer',
  })
  start(
    @Param('m') migration: string,
    @Body({ schema: requestSchema }) request: StartFreezeProof,
    @CurrentSession() session: Session,
  ): FreezeProof {
    return this.proofs.start(migration, request, session.name);
  }

  @Delete()
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Stop a freeze proof',
    description:
      'Cancels one under way, or ends the watch after one that passed. A lock that Cutover holds on the source is released.',
  })
  @ApiOkResponse({ standardSchema: freezeProofSchema, description: 'The proof as it is now' })
  @ApiRefusals({
    403: 'The role operator is needed',
    404: 'MIGRATION_UNKNOWN, or PROOF_UNKNOWN: none was started yet',
    409: 'PROOF_ENDED: nothing of it is under way',
  })
  stop(@Param('m') migration: string): Promise<FreezeProof> {
    return this.proofs.stop(migration);
  }
}
