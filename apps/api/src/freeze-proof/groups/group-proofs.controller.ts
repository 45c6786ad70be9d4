import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  freezeProofGroupAnswerSchema,
  freezeProofGroupSchema,
  startGroupProofSchema,
  type FreezeProofGroup,
  type FreezeProofGroupAnswer,
  type Session,
  type StartGroupProof,
} from '@cutover/contracts';
import { CurrentSession } from '../../platform/access/current-session.decorator.js';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { GroupProofsService } from './group-proofs.service.js';

/** A request without a body waits for the freeze as long as that of one database. */
const requestSchema = startGroupProofSchema.prefault({});

@ApiTags('readiness')
@ApiParam({ name: 'g', description: 'Name of the migration in the configuration', example: 'shop' })
@ApiRefusals()
@Controller('api/groups/:g/freeze-proof')
export class GroupProofsController {
  constructor(private readonly proofs: GroupProofsService) {}

  @Get()
  @ApiOperation({
    summary: 'The running or last freeze proof of all databases',
    description:
      'One light for all, and one of each database, what is in the way first. Green only where every database is proved and holds, in one freeze.',
  })
  @ApiOkResponse({
    standardSchema: freezeProofGroupAnswerSchema,
    description: 'The proof; null: none of all databases was started yet',
  })
  @ApiRefusals({ 404: 'GROUP_UNKNOWN' })
  show(@Param('g') group: string): FreezeProofGroupAnswer {
    return this.proofs.answer(group);
  }

  @Post()
  @HttpCode(202)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Start the freeze proof of all databases',
    description:
      'Begins one for every database of the migration, side by side, and waits for your freeze of each; where one cannot begin, none does. Follow it with GET, or on the socket: `freeze_proof` of each database.',
  })
  @ApiAcceptedResponse({ standardSchema: freezeProofGroupSchema, description: 'The proofs have started' })
  @ApiRefusals({
    400: 'A malformed body',
    403: 'The role operator is needed',
    404: 'GROUP_UNKNOWN',
    409: 'PROOF_ACTIVE: one of a database is under way; TARGET_WRITTEN: the application has moved already; NOT_BUILT: not for this engine. The message names the databases',
    503: 'SIDE_DOWN: a side does not answer. The message names the databases',
  })
  start(
    @Param('g') group: string,
    @Body({ schema: requestSchema }) request: StartGroupProof,
    @CurrentSession() session: Session,
  ): Promise<FreezeProofGroup> {
    return this.proofs.start(group, request, session.name);
  }

  @Delete()
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Stop the freeze proof of all databases',
    description: 'Cancels those under way, and ends the watch after those that passed.',
  })
  @ApiOkResponse({ standardSchema: freezeProofGroupSchema, description: 'The proof as it is now' })
  @ApiRefusals({
    403: 'The role operator is needed',
    404: 'GROUP_UNKNOWN, or PROOF_UNKNOWN: none was started yet',
    409: 'PROOF_ENDED: nothing of it is under way',
  })
  stop(@Param('g') group: string): Promise<FreezeProofGroup> {
    return this.proofs.stop(group);
  }
}
